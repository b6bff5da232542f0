using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Availability;

/// <summary>A rollout must not cause an outage.</summary>
internal sealed class RollingUpdate()
    : ObjectPolicy(
        new()
        {
            Name = "rolling-update",
            Description = "Workloads are updated by rolling updates.",
            RemediationSteps = "Use RollingUpdate with maxUnavailable below 100%.",
            Severity = Severity.Medium,
            Profile = Profiles.Production,
        }
    )
{
    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (item.Is("Deployment"))
        {
            var strategy = item.Spec["strategy"];
            if (strategy["type"].Text == "Recreate")
            {
                context.Report(strategy["type"], $"{item} stops all its pods before it starts new ones");
            }
            else if (strategy["rollingUpdate"]["maxUnavailable"] is var unavailable && unavailable.Text == "100%")
            {
                context.Report(unavailable, $"{item} may stop all its pods at once");
            }
        }
        else if (item.Is("StatefulSet", "DaemonSet") && item.Spec["updateStrategy"]["type"] is var type && type.Text == "OnDelete")
        {
            context.Report(type, $"{item} replaces a pod only when it is deleted");
        }
    }
}
