using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Awaiting.Rules;

/// <summary>A Job is ready when it is complete, and cannot become ready after it has failed. A suspended Job counts as ready.</summary>
internal sealed class JobRule : IReadinessRule
{
    public IReadOnlyCollection<GroupVersionKind> Related(JsonObject live) => [RelatedTypes.Pod];

    public bool IsEvident(JsonObject live) => Conditions.IsTrue(live, "Complete") || live.Flag("spec", "suspend");

    public Readiness Evaluate(JsonObject live, WatchView related)
    {
        if (IsEvident(live))
        {
            return Readiness.Ready;
        }

        var problems = PodProblems.Describe(related.OwnedBy(RelatedTypes.Pod, live.Uid()));
        if (Conditions.Find(live, "Failed") is { } failed && failed.Text("status") == "True")
        {
            return Readiness.Failed("the job has failed", [Conditions.Describe(failed), .. problems]);
        }

        return live.Text("status", "startTime") is null
            ? Readiness.Waiting("waiting for the job to start", problems)
            : Readiness.Waiting(
                $"waiting for the job to complete (active {Count(live, "active")}, succeeded {Count(live, "succeeded")}, failed {Count(live, "failed")})",
                problems
            );
    }

    private static long Count(JsonObject live, string field) => live.Integer("status", field) ?? 0;
}
