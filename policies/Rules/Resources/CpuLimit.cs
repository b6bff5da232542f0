using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Resources;

/// <summary>A limit protects the neighbours and slows its own container down; whether it is wanted is a matter of opinion.</summary>
internal sealed class CpuLimit : ContainerPolicy
{
    protected override void Check(Container container, Findings findings) => ResourceAmount.Require(container, findings, "limits", "cpu");

    protected override PolicyDescription Describe() => new()
    {
        Name = "cpu-limit",
        Summary = "Containers have a limit for CPU.",
        Remedy = "Set resources.limits.cpu, unless being throttled is worse than a busy neighbour.",
        Severity = Severity.Low,
        Profile = Profile.Advisory,
        Standards = [Standard.Nsa("Resource policies")],
    };
}
