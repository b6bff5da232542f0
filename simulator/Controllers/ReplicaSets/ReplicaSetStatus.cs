using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.ReplicaSets;

/// <summary>Computes the status of a ReplicaSet from its pods.</summary>
internal static class ReplicaSetStatus
{
    /// <summary>Computes the status.</summary>
    /// <param name="set">The ReplicaSet to describe.</param>
    /// <param name="active">Its active pods.</param>
    /// <param name="terminating">The number of its terminating pods.</param>
    /// <param name="failure">The reason it could not be scaled; null for none.</param>
    /// <param name="now">The current time.</param>
    public static JsonObject Create(
        ReplicaSet set,
        IReadOnlyCollection<Pod> active,
        int terminating,
        ReplicaFailure? failure,
        DateTimeOffset now
    )
    {
        var labels = set.Template.TextMap("metadata", "labels");
        var conditions = StatusConditions.FromStatus(set.Source.Status);
        if (failure is { } f)
        {
            conditions.Set(new Condition("ReplicaFailure", "True", f.Reason, f.Cause.Message), now);
        }
        else
        {
            conditions.Drop("ReplicaFailure");
        }

        var status = new JsonObject { ["replicas"] = active.Count };
        status.AddUnlessZero("fullyLabeledReplicas", active.Count(p => labels.All(l => p.Labels.GetValueOrDefault(l.Key) == l.Value)));
        status.AddUnlessZero("readyReplicas", active.Count(p => p.IsReady));
        status.AddUnlessZero("availableReplicas", active.Count(p => p.IsAvailable(set.MinReady, now)));
        if (set.Source.Resource == GroupResource.ReplicaSets)
        {
            status["terminatingReplicas"] = terminating;
        }

        status["observedGeneration"] = set.Source.Generation;
        if (conditions.Count > 0)
        {
            status["conditions"] = conditions.ToJson();
        }

        return status;
    }

    /// <summary>The time until the next ready pod becomes available.</summary>
    public static TimeSpan UntilAvailable(IEnumerable<Pod> pods, TimeSpan minReady, DateTimeOffset now)
    {
        var soonest = pods.Where(p => p.IsReady && !p.IsAvailable(minReady, now))
            .Select(p => (p.ReadySince ?? now) + minReady - now)
            .DefaultIfEmpty(minReady)
            .Min();
        return soonest > TimeSpan.Zero ? soonest : TimeSpan.FromMilliseconds(1);
    }
}
