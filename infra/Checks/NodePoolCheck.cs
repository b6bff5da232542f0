using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Kubernetes;

namespace Infra.Backend.Checks;

/// <summary>Checks the node pools of clusters.</summary>
internal sealed class NodePoolCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var cluster in review.Settings.TargetClusters().Where(cluster => cluster.Settings.Pools.Count > 0))
        {
            var at = cluster.Path.Key("pools");
            foreach (var (name, pool) in cluster.Settings.Pools)
            {
                CheckPool(review, at.Key(name), pool);
            }
        }
    }

    private static void CheckPool(SettingsReview review, SettingsPath at, NodePoolSettings pool)
    {
        if (pool is { Count: not null, Size: not null })
        {
            review.Reject(at.Key("size"), "'count' is set, too, and both are the number of nodes", "remove one of them");
        }

        if (pool is { Zone: not null, Zones.IsEmpty: false })
        {
            review.Reject(at.Key("zones"), "'zone' is set, too", "add it to 'zones', or remove one of the two");
        }

        CheckZone(at.Key("zone"), pool.Zone ?? "a");
        NodeCheck.CheckLabels(review, at.Key("labels"), pool.Labels);
        for (var i = 0; i < pool.Zones.Length; i++)
        {
            CheckZone(at.Key("zones").Item(i), pool.Zones[i]);
        }

        for (var i = 0; i < pool.Runtimes.Length; i++)
        {
            if (!KubernetesNames.IsLabel(pool.Runtimes[i]))
            {
                review.Reject(
                    at.Key("runtimes").Item(i),
                    $"'{pool.Runtimes[i]}' is not a valid name of a handler",
                    "write the 'handler' of one of the stack's runtimes, such as runsc"
                );
            }
        }

        for (var i = 0; i < pool.Taints.Length; i++)
        {
            var taint = pool.Taints[i];
            if (!KubernetesNames.IsLabelKey(taint.Key) || !KubernetesNames.IsLabelValue(taint.Value ?? ""))
            {
                review.Reject(
                    at.Key("taints").Item(i),
                    $"'{taint.Key}={taint.Value}' is not a valid taint",
                    "use at most 63 letters, digits, '-', '_' and '.' each"
                );
            }
        }

        CheckAmount(at.Key("cpu"), pool.Cpu, "8");
        CheckAmount(at.Key("memory"), pool.Memory, "32Gi");

        void CheckZone(SettingsPath place, string zone)
        {
            if (zone.Length == 0 || !KubernetesNames.IsLabelValue(zone))
            {
                review.Reject(place, $"'{zone}' is not a valid zone", "write it as a or eu-central-1a");
            }
        }

        void CheckAmount(SettingsPath place, Quantity? amount, string example)
        {
            if (amount is { Sign: <= 0 })
            {
                review.Reject(place, "a node without any runs no pods", $"write it as {example}");
            }
        }
    }
}
