using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>Some capabilities amount to being root on the node.</summary>
internal sealed class AddedCapabilities : ContainerPolicy
{
    protected override void Check(Container container, Findings findings) =>
        Capabilities.Forbid(container, findings, capability => !Capabilities.Baseline.Contains(capability));

    protected override PolicyDescription Describe() => new()
    {
        Name = "added-capabilities",
        Summary = "Containers add only capabilities that Kubernetes gives by default.",
        Remedy = "Remove the capability from securityContext.capabilities.add.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
        Standards = [Standard.PodSecurityBaseline("Capabilities"), Standard.Cis("5.2.8")],
    };
}
