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
    /// <param name="deleted">The pods deleted in this reconciliation.</param>
    /// <param name="current">The name of the current revision.</param>
    /// <param name="update">The name of the update revision.</param>
    /// <param name="now">The current time.</param>
    public static JsonObject Create(
        StatefulSet set,
        IReadOnlyCollection<Pod> pods,
        IReadOnlyCollection<Pod> deleted,
        string current,
        string update,
        DateTimeOffset now
    )
    {
        var created = pods.Where(p => !p.IsFinished || p.IsDeleting).ToList();
        var ready = created.Count(p => p is { IsReady: true, Phase: PodPhase.Running });
        var updated = Count(update);
        var isComplete = !set.UpdatesOnDelete && updated == set.Replicas && created.Count == set.Replicas && ready == set.Replicas;
        current = isComplete ? update : current;
        var status = new JsonObject { ["observedGeneration"] = set.Source.Generation, ["replicas"] = created.Count };
        status
            .AddUnlessZero("readyReplicas", ready)
            .AddUnlessZero("currentReplicas", Count(current))
            .AddUnlessZero("updatedReplicas", updated);
        status["currentRevision"] = current;
        status["updateRevision"] = update;
        status["collisionCount"] = set.Source.Status.Number("collisionCount") ?? 0;
        status["availableReplicas"] = created.Count(p => p.Phase == PodPhase.Running && p.IsAvailable(set.MinReady, now));
        return status;

        int Count(string revision) =>
            created.Count(p => !p.IsDeleting && !deleted.Contains(p) && p.Labels.GetValueOrDefault(StatefulPods.RevisionLabel) == revision);
    }
}
