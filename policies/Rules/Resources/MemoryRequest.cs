using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Resources;

/// <summary>Without a request the container is among the first to be killed when memory runs short.</summary>
internal sealed class MemoryRequest() : ContainerPolicy(new()
{
    Name = "memory-request",
    Description = "Containers request memory.",
    RemediationSteps = "Set resources.requests.memory to what the container uses under normal load.",
    Severity = Severity.High,
    Profile = Profiles.Production,
    Controls = [Standards.Nsa("Resource policies")],
})
{
    protected override void Validate(Container container, PolicyContext context) => ResourceAmount.Require(container, context, "requests", "memory");
}
