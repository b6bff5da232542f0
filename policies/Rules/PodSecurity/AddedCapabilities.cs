using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>Some capabilities amount to being root on the node.</summary>
internal sealed class AddedCapabilities() : ContainerPolicy(new()
{
    Name = "added-capabilities",
    Description = "Containers add only capabilities that Kubernetes gives by default.",
    RemediationSteps = "Remove the capability from securityContext.capabilities.add.",
    Severity = Severity.High,
    Profile = Profiles.Baseline,
    Controls = [Standards.PodSecurityBaseline("Capabilities"), Standards.Cis("5.2.8")],
})
{
    protected override void Validate(Container container, PolicyContext context) =>
        Capabilities.Forbid(container, context, capability => !Capabilities.Baseline.Contains(capability));
}
