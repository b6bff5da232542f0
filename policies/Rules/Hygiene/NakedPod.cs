using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Hygiene;

/// <summary>A pod without a controller is lost with its node.</summary>
internal sealed class NakedPod()
    : ObjectPolicy(
        new()
        {
            Name = "naked-pod",
            Description = "Pods are created by a controller.",
            RemediationSteps = "Use a Deployment, StatefulSet, DaemonSet or Job.",
            Severity = Severity.Medium,
            Profile = Profiles.Production,
        }
    )
{
    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (item.Is("Pod") && item.Metadata["ownerReferences"].Count == 0)
        {
            context.Report($"{item} has no controller that recreates it on another node");
        }
    }
}
