using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Resources;

/// <summary>A limit protects the neighbours and slows its own container down; whether it is wanted is a matter of opinion.</summary>
internal sealed class CpuLimit() : ContainerPolicy(new()
{
    Name = "cpu-limit",
    Description = "Containers have a limit for CPU.",
    RemediationSteps = "Set resources.limits.cpu, unless being throttled is worse than a busy neighbour.",
    Severity = Severity.Low,
    Profile = Profiles.Advisory,
    Controls = [Standards.Nsa("Resource policies")],
})
{
    protected override void Validate(Container container, PolicyContext context) => ResourceAmount.Require(container, context, "limits", "cpu");
}
