using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Resources;

/// <summary>Logs and scratch files fill a node's disk for everyone on it.</summary>
internal sealed class EphemeralStorage : ContainerPolicy
{
    protected override void Check(Container container, Findings findings)
    {
        ResourceAmount.Require(container, findings, "requests", "ephemeral-storage");
        ResourceAmount.Require(container, findings, "limits", "ephemeral-storage");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "ephemeral-storage",
        Summary = "Containers request ephemeral storage and have a limit for it.",
        Remedy = "Set ephemeral-storage in resources.requests and resources.limits.",
        Severity = Severity.Low,
        Profile = Profile.Advisory,
        Standards = [Standard.Nsa("Resource policies")],
    };
}
