using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Resources;

/// <summary>A leak without a limit takes the node along.</summary>
internal sealed class MemoryLimit : ContainerPolicy
{
    protected override void Check(Container container, Findings findings) => ResourceAmount.Require(container, findings, "limits", "memory");

    protected override PolicyDescription Describe() => new()
    {
        Name = "memory-limit",
        Summary = "Containers have a limit for memory.",
        Remedy = "Set resources.limits.memory, at least as high as the request.",
        Severity = Severity.High,
        Profile = Profile.Production,
        Standards = [Standard.Nsa("Resource policies")],
    };
}
