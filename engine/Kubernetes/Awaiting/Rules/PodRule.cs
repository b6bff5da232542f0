using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Awaiting.Rules;

/// <summary>A Pod is ready when it is scheduled, initialized and ready, or has succeeded.</summary>
internal sealed class PodRule : IReadinessRule
{
    public bool IsEvident(JsonObject live) => IsReady(live);

    public Readiness Evaluate(JsonObject live, WatchView related)
    {
        if (IsReady(live))
        {
            return Readiness.Ready;
        }

        var problems = PodProblems.Describe([live]);
        return live.Text("status", "phase") == "Failed" ? Readiness.Failed("the pod has failed", problems)
            : !Conditions.IsTrue(live, "PodScheduled") ? Readiness.Waiting("waiting for a node", problems)
            : !Conditions.IsTrue(live, "Initialized") ? Readiness.Waiting("waiting for its init containers", problems)
            : Readiness.Waiting("waiting for its containers to be ready", problems);
    }

    private static bool IsReady(JsonObject live) =>
        live.Text("status", "phase") == "Succeeded"
        || (Conditions.IsTrue(live, "PodScheduled") && Conditions.IsTrue(live, "Initialized") && Conditions.IsTrue(live, "Ready"));
}
