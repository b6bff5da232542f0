using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Awaiting.Rules;

/// <summary>A DaemonSet is ready when its status is current and every scheduled node has an updated, available pod.</summary>
internal sealed class DaemonSetRule : IReadinessRule
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
            return Readiness.Waiting("waiting for the daemonset controller to see the change");
        }

        var available = Math.Min(Count(live, "numberAvailable"), Count(live, "updatedNumberScheduled"));
        return Readiness.Waiting(
            $"{available} of {Count(live, "desiredNumberScheduled")} nodes have an updated pod available",
            PodProblems.Describe(related.OwnedBy(RelatedTypes.Pod, live.Uid()))
        );
    }

    private static bool IsReady(JsonObject live)
    {
        if (!Conditions.IsObserved(live) || live.Integer("status", "desiredNumberScheduled") is not { } desired)
        {
            return false;
        }

        return Count(live, "updatedNumberScheduled") >= desired
            && Count(live, "currentNumberScheduled") >= desired
            && Count(live, "numberAvailable") >= desired
            && Count(live, "numberReady") >= desired;
    }

    private static long Count(JsonObject live, string field) => live.Integer("status", field) ?? 0;
}
