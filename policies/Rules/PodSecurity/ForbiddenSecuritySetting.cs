using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>A setting of a security context must not have some values, neither in the pod nor in a container.</summary>
/// <param name="details">The policy's name, description and defaults.</param>
/// <param name="path">The path within the security context.</param>
/// <param name="describe">Describes a forbidden value as the end of a message; null for an allowed value.</param>
internal sealed class ForbiddenSecuritySetting(PolicyDetails details, string[] path, Func<PropertyNode, string?> describe)
    : SecurityContextPolicy(details)
{
    public static IEnumerable<Policy> All =>
        [
            new ForbiddenSecuritySetting(
                new()
                {
                    Name = "host-process",
                    Description = "No container runs as a process of a Windows node.",
                    RemediationSteps = "Remove windowsOptions.hostProcess.",
                    Severity = Severity.Critical,
                    Profile = Profiles.Baseline,
                    Controls = [Standards.PodSecurityBaseline("HostProcess")],
                },
                ["windowsOptions", "hostProcess"],
                setting => setting.Flag == true ? "as a process of the node" : null
            ),
            new ForbiddenSecuritySetting(
                new()
                {
                    Name = "run-as-root-user",
                    Description = "No container runs as user 0, unless the pod has a user namespace.",
                    RemediationSteps = "Set runAsUser to another number, leave it to the image, or set hostUsers: false.",
                    Severity = Severity.High,
                    Profile = Profiles.Restricted,
                    Controls = [Standards.PodSecurityRestricted("Running as Non-root user (v1.23+)"), Standards.Cis("5.2.6")],
                },
                ["runAsUser"],
                setting => setting.Number == 0 ? "as user 0" : null
            )
            {
                IsAllowedInUserNamespace = true,
            },
            new ForbiddenSecuritySetting(
                new()
                {
                    Name = "seccomp-unconfined",
                    Description = "No container runs without a filter of its system calls.",
                    RemediationSteps = "Set seccompProfile.type to RuntimeDefault, or remove it.",
                    Severity = Severity.High,
                    Profile = Profiles.Baseline,
                    Controls = [Standards.PodSecurityBaseline("Seccomp"), Standards.Cis("5.6.2")],
                },
                ["seccompProfile", "type"],
                setting => setting.Text is null or "RuntimeDefault" or "Localhost" ? null : $"with the seccomp profile {setting.Text}"
            ),
        ];

    public bool IsAllowedInUserNamespace { get; init; }

    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        if (!IsAllowedInUserNamespace || !pod.HasUserNamespace)
        {
            base.Validate(pod, context);
        }
    }

    protected override void Validate(PropertyNode securityContext, string subject, PolicyContext context)
    {
        var setting = path.Aggregate(securityContext, (node, name) => node[name]);
        if (describe(setting) is { } description)
        {
            context.Report(setting, $"{subject} {description}");
        }
    }
}
