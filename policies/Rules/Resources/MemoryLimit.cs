using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Resources;

/// <summary>A leak without a limit takes the node along.</summary>
internal sealed class MemoryLimit() : ContainerPolicy(new()
{
    Name = "memory-limit",
    Description = "Containers have a limit for memory.",
    RemediationSteps = "Set resources.limits.memory, at least as high as the request.",
    Severity = Severity.High,
    Profile = Profiles.Production,
    Controls = [Standards.Nsa("Resource policies")],
})
{
    protected override void Validate(Container container, PolicyContext context) => ResourceAmount.Require(container, context, "limits", "memory");
}
