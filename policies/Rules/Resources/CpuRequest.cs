using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Resources;

/// <summary>Without a request the scheduler takes the container for free.</summary>
internal sealed class CpuRequest : ContainerPolicy
{
    protected override void Check(Container container, Findings findings) => ResourceAmount.Require(container, findings, "requests", "cpu");

    protected override PolicyDescription Describe() => new()
    {
        Name = "cpu-request",
        Summary = "Containers request CPU.",
        Remedy = "Set resources.requests.cpu to what the container uses under normal load.",
        Severity = Severity.Medium,
        Profile = Profile.Production,
        Standards = [Standard.Nsa("Resource policies")],
    };
}
