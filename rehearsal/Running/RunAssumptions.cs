using Infra.Rehearsal.Clusters;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Results;
using Infra.Rehearsal.Verdicts;

namespace Infra.Rehearsal.Running;

/// <summary>What a run assumes whatever the scenario.</summary>
internal static class RunAssumptions
{
    /// <summary>Lists them.</summary>
    public static IEnumerable<Assumption> List(RehearsedCluster cluster, RehearsalPlan plan, RequestMetrics metrics)
    {
        yield return Default("stack", "step", Limits.Time(RehearsalTimes.GetStep(plan.Duration)), "follows from the scenario's length");
        yield return Default(
            "stack",
            "warm-up",
            Limits.Time(RehearsalTimes.WarmUp),
            "the load of the first moment is present for so long before the start, when all pods are ready"
        );
        yield return Default(
            "stack",
            "metrics",
            "15 s",
            "autoscalers see the mean of each 15 s, 15 s later, as from a kubelet and metrics-server with their defaults"
        );
        foreach (var pool in ListPools(plan.Pools))
        {
            yield return pool;
        }

        foreach (var (service, metric, meaning) in metrics.Known)
        {
            yield return Default(service, $"metric {metric}", meaning, "follows from the metric's name");
        }

        foreach (var (service, metric) in metrics.Unknown)
        {
            yield return Default(service, $"metric {metric}", "no values", "the rehearsal does not know what it measures");
        }

        foreach (var existing in ListObjects(cluster))
        {
            yield return existing;
        }
    }

    /// <summary>Lists what is assumed of pools.</summary>
    public static IEnumerable<Assumption> ListPools(IEnumerable<PoolPlan> pools) =>
        pools
            .Where(pool => pool.Min < pool.Max)
            .Select(pool =>
                Default(
                    pool.Name,
                    "autoscaler",
                    "least-waste",
                    "the cluster autoscaler with its defaults; pools that waste the same are chosen by the seed"
                )
            );

    /// <summary>Lists what is assumed of objects.</summary>
    public static IEnumerable<Assumption> ListObjects(RehearsedCluster cluster)
    {
        yield return Default("stack", "volumes", "zonal", "a volume can be attached to every node of its zone, as disks of most clouds");
        foreach (var assumed in cluster.Assumed)
        {
            yield return Default("stack", assumed, "exists", "the stack refers to it and does not deploy it");
        }

        foreach (var refused in cluster.Refused.Where(one => one.IsUnknownKind))
        {
            yield return Default(refused.Subject, "object", "left out", refused.Message);
        }
    }

    private static Assumption Default(string subject, string name, string value, string reason) =>
        new(subject, name, value, AssumptionOrigin.Default, reason);
}
