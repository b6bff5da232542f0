using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Awaiting.Rules;

/// <summary>
/// A StatefulSet is ready when its status is current and all replicas exist, are ready and have the update revision. With a partition only
/// the replicas above it need that revision; with the strategy OnDelete none does.
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

        var desired = Desired(live);
        var ready = Count(live, "readyReplicas");
        return Readiness.Waiting(
            ready < desired
                ? $"{ready} of {desired} pods are ready"
                : $"{Count(live, "updatedReplicas")} of {desired} pods are of the new revision",
            PodProblems.Describe(related.OwnedBy(RelatedTypes.Pod, live.Uid()))
        );
    }

    private static bool IsReady(JsonObject live)
    {
        if (!Conditions.IsObserved(live))
        {
            return false;
        }

        var desired = Desired(live);
        if (Count(live, "replicas") != desired || Count(live, "readyReplicas") != desired)
        {
            return false;
        }

        if (live.Text("spec", "updateStrategy", "type") == "OnDelete" && live.Integer("metadata", "generation") > 1)
        {
            return true;
        }

        return live.Integer("spec", "updateStrategy", "rollingUpdate", "partition") is { } partition and > 0
            ? Count(live, "updatedReplicas") >= desired - partition
            : Count(live, "currentReplicas") == desired
                && live.Text("status", "currentRevision") is { Length: > 0 } current
                && current == live.Text("status", "updateRevision");
    }

    private static long Desired(JsonObject live) => live.Integer("spec", "replicas") ?? 1;

    private static long Count(JsonObject live, string field) => live.Integer("status", field) ?? 0;
}
