using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Hygiene;

/// <summary>A pod without a controller is gone when its node is.</summary>
internal sealed class NakedPod : ObjectPolicy
{
    protected override void Check(KubernetesObject item, Findings findings)
    {
        if (item.Is("Pod") && item.Metadata["ownerReferences"].Count == 0)
            findings.Add($"{item} has nothing that starts it again on another node");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "naked-pod",
        Summary = "Pods are made by a controller.",
        Remedy = "Use a Deployment, StatefulSet, DaemonSet or Job.",
        Severity = Severity.Medium,
        Profile = Profile.Production,
    };
}
