using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;
using Infra.Protocol.Values;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>The runtime's profile blocks system calls that ordinary programs never make.</summary>
internal sealed class SeccompProfile()
    : ContainerPolicy(
        new()
        {
            Name = "seccomp-profile",
            Description = "Containers run with a seccomp profile.",
            RemediationSteps = "Set seccompProfile.type to RuntimeDefault in the pod's security context.",
            Severity = Severity.Medium,
            Profile = Profiles.Restricted,
            Controls = [Standards.PodSecurityRestricted("Seccomp"), Standards.Cis("5.6.2"), Standards.Nsa("Kubernetes Pod security")],
        }
    ),
        IRemediation
{
    public PropertyMap Remediate(PolicyResource resource, PolicyContext context) =>
        ContainerEdit.ChangePod(resource, (pod, properties) =>
            pod.IsWindows || !pod.Containers.Any(IsMissing)
                ? properties
                : properties.Update(["securityContext", "seccompProfile", "type"], present => present ?? "RuntimeDefault")
        );

    protected override void Validate(Container container, PolicyContext context)
    {
        if (!container.Pod.IsWindows && IsMissing(container))
        {
            context.Report(container.SecurityContext["seccompProfile"], $"neither {container} nor its pod has a seccomp profile");
        }
    }

    // A profile without a type has no effect.
    private static bool IsMissing(Container container) =>
        !container.SecurityContext["seccompProfile"]["type"].Exists && !container.Pod.SecurityContext["seccompProfile"]["type"].Exists;
}
