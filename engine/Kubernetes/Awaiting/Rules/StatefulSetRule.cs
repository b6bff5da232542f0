using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Awaiting.Rules;

/// <summary>
/// A StatefulSet is ready when its controller has seen the manifest, all replicas exist, are ready and are of the newest revision. With a
/// partition only those beyond it have to be; with the strategy OnDelete, pods change when somebody deletes them, so none has to be.
/// </summary>
internal sealed class StatefulSetRule : IReadinessRule
{
    public IReadOnlyCollection<GroupVersionKind> Related(JsonObject live) => [RelatedTypes.Pod];

    public bool IsEvident(JsonObject live) => IsReady(live);

    public Readiness Evaluate(JsonObject live, WatchView related)
    {
        if (IsReady(live))
        {
            return Readiness.Ready;
        }

        if (!Conditions.IsObserved(live))
        {
            return Readiness.Waiting("waiting for the statefulset controller to see the change");
        }

        var wanted = Wanted(live);
        var ready = Count(live, "readyReplicas");
        return Readiness.Waiting(
            ready < wanted ? $"{ready} of {wanted} pods are ready"
            : $"{Count(live, "updatedReplicas")} of {wanted} pods are of the new revision",
            PodProblems.Of(related.OwnedBy(RelatedTypes.Pod, live.Uid())));
    }

    private static bool IsReady(JsonObject live)
    {
        if (!Conditions.IsObserved(live))
        {
            return false;
        }

        var wanted = Wanted(live);
        if (Count(live, "replicas") != wanted || Count(live, "readyReplicas") != wanted)
        {
            return false;
        }

        if (live.Text("spec", "updateStrategy", "type") == "OnDelete" && live.Integer("metadata", "generation") > 1)
        {
            return true;
        }

        return live.Integer("spec", "updateStrategy", "rollingUpdate", "partition") is { } partition and > 0
            ? Count(live, "updatedReplicas") >= wanted - partition
            : Count(live, "currentReplicas") == wanted
                && live.Text("status", "currentRevision") is { Length: > 0 } current
                && current == live.Text("status", "updateRevision");
    }

    private static long Wanted(JsonObject live) => live.Integer("spec", "replicas") ?? 1;

    private static long Count(JsonObject live, string field) => live.Integer("status", field) ?? 0;
}
