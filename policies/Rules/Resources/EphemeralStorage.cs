using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Resources;

/// <summary>Logs and scratch files fill a node's disk for everyone on it.</summary>
internal sealed class EphemeralStorage() : ContainerPolicy(new()
{
    Name = "ephemeral-storage",
    Description = "Containers request ephemeral storage and have a limit for it.",
    RemediationSteps = "Set ephemeral-storage in resources.requests and resources.limits.",
    Severity = Severity.Low,
    Profile = Profiles.Advisory,
    Controls = [Standards.Nsa("Resource policies")],
})
{
    protected override void Validate(Container container, PolicyContext context)
    {
        ResourceAmount.Require(container, context, "requests", "ephemeral-storage");
        ResourceAmount.Require(container, context, "limits", "ephemeral-storage");
    }
}
