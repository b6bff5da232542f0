using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>A container must mount /proc masked: unmasked it exposes the kernel of the node.</summary>
/// <param name="details">The policy's name, description and defaults.</param>
/// <param name="hasUserNamespace">Whether the policy is for pods with a user namespace or for those without.</param>
internal sealed class ProcMount(PolicyDetails details, bool hasUserNamespace) : ContainerPolicy(details)
{
    public static IEnumerable<Policy> All =>
        [
            new ProcMount(
                new()
                {
                    Name = "proc-mount",
                    Description = "Containers mount /proc masked, unless the pod has a user namespace.",
                    RemediationSteps = "Remove securityContext.procMount, or set hostUsers: false.",
                    Severity = Severity.High,
                    Profile = Profiles.Baseline,
                    Controls = [Standards.PodSecurityBaseline("/proc Mount Type")],
                },
                hasUserNamespace: false
            ),
            // The restricted profile allows no exception for user namespaces.
            new ProcMount(
                new()
                {
                    Name = "restricted-proc-mount",
                    Description = "Containers mount /proc masked.",
                    RemediationSteps = "Remove securityContext.procMount.",
                    Severity = Severity.Medium,
                    Profile = Profiles.Restricted,
                    Controls = [Standards.PodSecurityRestricted("/proc Mount Type")],
                },
                hasUserNamespace: true
            ),
        ];

    protected override void Validate(Container container, PolicyContext context)
    {
        if (
            container.Pod.HasUserNamespace == hasUserNamespace
            && container.SecurityContext["procMount"] is { Text: not (null or "" or "Default") } mount
        )
        {
            context.Report(mount, $"{container} mounts /proc as {mount.Text}");
        }
    }
}
