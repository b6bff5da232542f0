using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>A boolean of a container's security context must have one value.</summary>
internal sealed class ContainerFlag(PolicyDetails details, string setting, string problem) : ContainerPolicy(details)
{
    public static IEnumerable<Policy> All =>
        [
            // A privileged container is root on the node.
            new ContainerFlag(
                new()
                {
                    Name = "privileged-containers",
                    Description = "No container is privileged.",
                    RemediationSteps = "Remove securityContext.privileged and add the one capability that is needed.",
                    Severity = Severity.Critical,
                    Profile = Profiles.Baseline,
                    Controls =
                    [
                        Standards.PodSecurityBaseline("Privileged Containers"),
                        Standards.Cis("5.2.1"),
                        Standards.Nsa("Kubernetes Pod security"),
                    ],
                },
                "privileged",
                "is privileged"
            )
            {
                Required = false,
                Default = false,
            },
            // A program with the set-user-ID bit must not gain privileges its caller lacks.
            new ContainerFlag(
                new()
                {
                    Name = "privilege-escalation",
                    Description = "Containers cannot gain privileges.",
                    RemediationSteps = "Set securityContext.allowPrivilegeEscalation to false.",
                    Severity = Severity.High,
                    Profile = Profiles.Restricted,
                    Controls =
                    [
                        Standards.PodSecurityRestricted("Privilege Escalation (v1.8+)"),
                        Standards.Cis("5.2.5"),
                        Standards.Nsa("Kubernetes Pod security"),
                    ],
                },
                "allowPrivilegeEscalation",
                "may gain privileges"
            )
            {
                Required = false,
                Default = true,
                AppliesTo = container => !container.Pod.IsWindows,
            },
            // A process that runs as root is root on the node once it escapes its container.
            new ContainerFlag(
                new()
                {
                    Name = "run-as-non-root",
                    Description = "Containers refuse to run as root, unless the pod has a user namespace.",
                    RemediationSteps = "Set runAsNonRoot: true in the pod's security context, or hostUsers: false.",
                    Severity = Severity.High,
                    Profile = Profiles.Restricted,
                    Controls =
                    [
                        Standards.PodSecurityRestricted("Running as Non-root"),
                        Standards.Cis("5.2.6"),
                        Standards.Nsa("Kubernetes Pod security"),
                    ],
                },
                "runAsNonRoot",
                "may run as root"
            )
            {
                Required = true,
                Default = false,
                IsInherited = true,
                AppliesTo = container => !container.Pod.HasUserNamespace,
            },
            // An attacker who can write files can install programs.
            new ContainerFlag(
                new()
                {
                    Name = "read-only-root",
                    Area = "Hardening",
                    Description = "Containers cannot write to their root file system.",
                    RemediationSteps = "Set readOnlyRootFilesystem: true and mount an emptyDir where the program must write.",
                    Severity = Severity.Medium,
                    Profile = Profiles.Restricted,
                    Controls = [Standards.Nsa("Immutable container file systems")],
                },
                "readOnlyRootFilesystem",
                "can write to its root file system"
            )
            {
                Required = true,
                Default = false,
                AppliesTo = container => container.Role != ContainerRole.Ephemeral && !container.Pod.IsWindows,
            },
        ];

    public required bool Required { get; init; }

    /// <summary>The value where none is written.</summary>
    public required bool Default { get; init; }

    /// <summary>True if a container without the setting takes it from its pod.</summary>
    public bool IsInherited { get; init; }

    public Predicate<Container> AppliesTo { get; init; } = _ => true;

    protected override void Validate(Container container, PolicyContext context)
    {
        if (!AppliesTo(container))
        {
            return;
        }

        var flag = IsInherited ? container.GetSecuritySetting(setting) : container.SecurityContext[setting];
        if ((flag.Flag ?? Default) != Required)
        {
            context.Report(flag, $"{container} {problem}");
        }
    }
}
