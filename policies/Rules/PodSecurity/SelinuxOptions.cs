using System.Collections.Frozen;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>SELinux isolates containers only with the types made for them.</summary>
internal sealed class SelinuxOptions()
    : SecurityContextPolicy(
        new()
        {
            Name = "selinux-options",
            Description = "SELinux options are those for containers.",
            RemediationSteps = "Remove seLinuxOptions, or use one of the container types and neither user nor role.",
            Severity = Severity.High,
            Profile = Profiles.Baseline,
            Controls = [Standards.PodSecurityBaseline("SELinux")],
        }
    )
{
    private static readonly FrozenSet<string> Types = new[]
    {
        "",
        "container_t",
        "container_init_t",
        "container_kvm_t",
        "container_engine_t",
    }.ToFrozenSet(StringComparer.Ordinal);

    protected override void Validate(PropertyNode securityContext, string subject, PolicyContext context)
    {
        var options = securityContext["seLinuxOptions"];
        if (options["type"].Text is { } type && !Types.Contains(type))
        {
            context.Report(options["type"], $"{subject} with the SELinux type '{type}'");
        }

        foreach (var name in (string[])["user", "role"])
        {
            if (options[name].Text is { Length: > 0 } value)
            {
                context.Report(options[name], $"{subject} with the SELinux {name} '{value}'");
            }
        }
    }
}
