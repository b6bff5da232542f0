using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Availability;

/// <summary>A release must not be an outage.</summary>
internal sealed class RollingUpdate : ObjectPolicy
{
    protected override void Check(KubernetesObject item, Findings findings)
    {
        if (item.Is("Deployment"))
        {
            var strategy = item.Spec["strategy"];
            if (strategy["type"].Text == "Recreate")
                findings.Add(strategy["type"], $"{item} stops all its pods before it starts new ones");
            else if (strategy["rollingUpdate"]["maxUnavailable"] is var unavailable && unavailable.Text == "100%")
                findings.Add(unavailable, $"{item} may stop all its pods at once");
        }
        else if (item.Is("StatefulSet", "DaemonSet") && item.Spec["updateStrategy"]["type"] is var type && type.Text == "OnDelete")
        {
            findings.Add(type, $"{item} replaces a pod only when somebody deletes it");
        }
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "rolling-update",
        Summary = "New versions are rolled out step by step.",
        Remedy = "Use RollingUpdate with maxUnavailable below 100%.",
        Severity = Severity.Medium,
        Profile = Profile.Production,
    };
}
