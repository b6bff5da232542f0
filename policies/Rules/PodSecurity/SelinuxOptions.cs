using System.Collections.Frozen;
using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>SELinux keeps containers apart only with the types made for them.</summary>
internal sealed class SelinuxOptions : PodPolicy
{
    private static readonly FrozenSet<string> Types =
        new[] { "", "container_t", "container_init_t", "container_kvm_t", "container_engine_t" }.ToFrozenSet(StringComparer.Ordinal);

    protected override void Check(PodTemplate pod, Findings findings)
    {
        Check(pod.SecurityContext["seLinuxOptions"], "the pods run", findings);
        foreach (var container in pod.Containers)
            Check(container.SecurityContext["seLinuxOptions"], $"{container} runs", findings);
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "selinux-options",
        Summary = "SELinux' options are those for containers.",
        Remedy = "Remove seLinuxOptions, or use one of the container types and neither user nor role.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
        Standards = [Standard.PodSecurityBaseline("SELinux")],
    };

    private static void Check(Node options, string subject, Findings findings)
    {
        if (options["type"].Text is { } type && !Types.Contains(type))
            findings.Add(options["type"], $"{subject} with the SELinux type '{type}'");
        foreach (var name in (string[])["user", "role"])
            if (options[name].Text is { Length: > 0 } value)
                findings.Add(options[name], $"{subject} with the SELinux {name} '{value}'");
    }
}
