using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>The restricted profile leaves one capability that may be added.</summary>
internal sealed class RestrictedCapabilities() : ContainerPolicy(new()
{
    Name = "restricted-capabilities",
    Description = "Containers add no capability but NET_BIND_SERVICE.",
    RemediationSteps = "Remove the capability from securityContext.capabilities.add.",
    Severity = Severity.Medium,
    Profile = Profiles.Restricted,
    Controls = [Standards.PodSecurityRestricted("Capabilities"), Standards.Cis("5.2.9")],
})
{
    // What the baseline forbids is reported there.
    protected override void Validate(Container container, PolicyContext context)
    {
        if (!container.Pod.IsWindows)
            Capabilities.Forbid(container, context, capability => Capabilities.Baseline.Contains(capability) && !Capabilities.Restricted.Contains(capability));
    }
}
