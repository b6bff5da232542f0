using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>The restricted profile leaves one capability that may be added.</summary>
internal sealed class RestrictedCapabilities : ContainerPolicy
{
    // What the baseline forbids is reported there.
    protected override void Check(Container container, Findings findings)
    {
        if (!container.Pod.IsWindows)
            Capabilities.Forbid(container, findings, capability => Capabilities.Baseline.Contains(capability) && !Capabilities.Restricted.Contains(capability));
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "restricted-capabilities",
        Summary = "Containers add no capability but NET_BIND_SERVICE.",
        Remedy = "Remove the capability from securityContext.capabilities.add.",
        Severity = Severity.Medium,
        Profile = Profile.Restricted,
        Standards = [Standard.PodSecurityRestricted("Capabilities"), Standard.Cis("5.2.9")],
    };
}
