using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Resources;

/// <summary>Without a request the scheduler takes the container for free.</summary>
internal sealed class CpuRequest() : ContainerPolicy(new()
{
    Name = "cpu-request",
    Description = "Containers request CPU.",
    RemediationSteps = "Set resources.requests.cpu to what the container uses under normal load.",
    Severity = Severity.Medium,
    Profile = Profiles.Production,
    Controls = [Standards.Nsa("Resource policies")],
})
{
    protected override void Validate(Container container, PolicyContext context) => ResourceAmount.Require(container, context, "requests", "cpu");
}
