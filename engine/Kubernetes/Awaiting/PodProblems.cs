using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Awaiting;

/// <summary>Describes why pods are not ready, as <c>[Pod namespace/name]: [Reason] message</c>.</summary>
internal static class PodProblems
{
    private const int MaximumPods = 5;

    /// <summary>Describes the problems of the first few pods that have any, since many pods tend to have the same.</summary>
    public static IReadOnlyList<string> Describe(IEnumerable<JsonObject> pods)
    {
        var troubled = pods.OrderBy(p => p.Name(), StringComparer.Ordinal)
            .Select(pod => (pod, problems: Find(pod)))
            .Where(p => p.problems.Count > 0)
            .ToList();
        var described = troubled.Take(MaximumPods).Select(p => $"[Pod {p.pod.DisplayName()}]: {string.Join("; ", p.problems)}").ToList();
        if (troubled.Count > MaximumPods)
        {
            described.Add($"and {troubled.Count - MaximumPods} more pods with problems");
        }

        return described;
    }

    private static List<string> Find(JsonObject pod)
    {
        var problems = new List<string>();
        if (pod.Text("status", "phase") == "Failed" && pod.Text("status", "reason") is { Length: > 0 } failure)
        {
            problems.Add(Bracketed(failure, pod.Text("status", "message")));
        }

        if (Conditions.Find(pod, "PodScheduled") is { } scheduled && scheduled.Text("status") == "False")
        {
            problems.Add(Conditions.Describe(scheduled));
        }

        foreach (var container in pod.Objects("status", "initContainerStatuses").Concat(pod.Objects("status", "containerStatuses")))
        {
            AddProblems(container, problems);
        }

        if (
            problems.Count == 0
            && Conditions.Find(pod, "Ready") is { } ready
            && ready.Text("status") == "False"
            && ready.Text("reason") == "ContainersNotReady"
            && HasRunningContainer(pod)
        )
        {
            problems.Add(Conditions.Describe(ready));
        }

        return problems;
    }

    private static void AddProblems(JsonObject container, List<string> problems)
    {
        if (container.Flag("ready"))
        {
            return;
        }

        if (
            container.At("state", "waiting") is JsonObject waiting
            && waiting.Text("reason") is { Length: > 0 } reason
            && reason is not ("ContainerCreating" or "PodInitializing")
        )
        {
            problems.Add(Bracketed(reason, waiting.Text("message")));
        }

        AddTermination(container, "state", problems);
        AddTermination(container, "lastState", problems);
    }

    private static void AddTermination(JsonObject container, string state, List<string> problems)
    {
        if (
            container.At(state, "terminated") is JsonObject ended
            && (ended.Integer("exitCode") is not 0 || ended.Text("reason") is not "Completed")
        )
        {
            var detail = ended.Text("message") is { Length: > 0 } message ? $": {message}" : "";
            problems.Add(
                $"[{ended.Text("reason") ?? "Terminated"}] container \"{container.Text("name")}\" ended with code {ended.Integer("exitCode")}{detail}"
            );
        }
    }

    // A running container that is not ready fails its readiness probe. A waiting one is still starting.
    private static bool HasRunningContainer(JsonObject pod) =>
        pod.Objects("status", "containerStatuses").Any(c => c.At("state", "running") is not null);

    private static string Bracketed(string reason, string? message) =>
        string.IsNullOrEmpty(message) ? $"[{reason}]" : $"[{reason}] {message}";
}
