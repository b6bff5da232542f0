using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.StatefulSets;

/// <summary>Computes the status of a StatefulSet from its pods.</summary>
internal static class StatefulSetStatus
{
    /// <summary>Computes the status. When all pods are of the update revision and ready, it becomes the current revision.</summary>
    /// <param name="set">The StatefulSet to describe.</param>
    /// <param name="pods">Its pods.</param>
    /// <param name="replaced">The number of pods deleted in this reconciliation because they are of an older revision.</param>
    /// <param name="current">The name of the current revision.</param>
    /// <param name="update">The name of the update revision.</param>
    /// <param name="now">The current time.</param>
    public static JsonObject Create(
        StatefulSet set,
        IReadOnlyCollection<Pod> pods,
        int replaced,
        string current,
        string update,
        DateTimeOffset now
    )
    {
        var ready = pods.Count(pod => pod is { IsReady: true, Phase: PodPhase.Running });
        var (kept, updated) = (Count(current) - replaced, Count(update));
        if (!set.UpdatesOnDelete && updated == set.Replicas && pods.Count == set.Replicas && ready == set.Replicas)
        {
            (current, kept) = (update, updated);
        }

        var status = new JsonObject { ["observedGeneration"] = set.Source.Generation, ["replicas"] = pods.Count };
        status.AddUnlessZero("readyReplicas", ready).AddUnlessZero("currentReplicas", kept).AddUnlessZero("updatedReplicas", updated);
        status["currentRevision"] = current;
        status["updateRevision"] = update;
        status["collisionCount"] = set.Source.Status.Number("collisionCount") ?? 0;
        status["availableReplicas"] = pods.Count(p => p.Phase == PodPhase.Running && p.IsAvailable(set.MinReady, now));
        return status;

        int Count(string revision) => pods.Count(p => !p.IsDeleting && p.Labels.GetValueOrDefault(StatefulPods.RevisionLabel) == revision);
    }
}
