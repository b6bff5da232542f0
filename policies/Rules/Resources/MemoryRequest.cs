using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Resources;

/// <summary>Without a request the container is among the first to be killed when memory runs short.</summary>
internal sealed class MemoryRequest : ContainerPolicy
{
    protected override void Check(Container container, Findings findings) => ResourceAmount.Require(container, findings, "requests", "memory");

    protected override PolicyDescription Describe() => new()
    {
        Name = "memory-request",
        Summary = "Containers request memory.",
        Remedy = "Set resources.requests.memory to what the container uses under normal load.",
        Severity = Severity.High,
        Profile = Profile.Production,
        Standards = [Standard.Nsa("Resource policies")],
    };
}
