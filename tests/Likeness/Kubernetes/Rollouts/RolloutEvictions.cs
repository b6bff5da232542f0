using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Likeness.Kubernetes.Comparison;
using Likeness.Kubernetes.Controllers;

namespace Likeness.Kubernetes.Rollouts;

/// <summary>The evictions of a rollout recording.</summary>
internal sealed class RolloutEvictions(VirtualCluster cluster, JsonObject recording)
{
    /// <summary>In the recordings, the controllers have handled an eviction before the next request.</summary>
    public const double SyncTime = 0.01;

    private const double RetryTime = 0.5;

    private readonly string _namespace = recording.Text("namespace")!;

    // The steps of the recording are those of one more run.
    private readonly RunDifferences<JsonArray?> _runs = new([
        recording.Array("steps"),
        .. recording.Objects("runs").Select(run => run.Array("stepResults")),
    ]);

    /// <summary>
    /// The differences of all drains. How many pods are on a node differs between the recorded runs: the answers must be those of one of
    /// them.
    /// </summary>
    public IReadOnlyList<Difference> DrainDifferences => _runs.Fewest;

    /// <summary>Evicts the pods of a node in order, refused ones again after half a second.</summary>
    public void Drain(JsonObject step, int index, string node, Action<double> wait)
    {
        var answers = Evict(step, node, wait);
        _runs.Add(run => Compare([.. (run?.ElementAtOrDefault(index) as JsonObject).Objects("results")], answers, $"drain of {node}"));
    }

    private List<(int Status, JsonObject? Body)> Evict(JsonObject step, string node, Action<double> wait)
    {
        var label = step.Text("label") ?? "app=web";
        const int UsualAttempts = 100;
        var left = step.Number("attempts") ?? UsualAttempts;
        var answers = new List<(int, JsonObject?)>();
        while (FindPods(label, isReady: false, node) is { Count: > 0 } pods && left > 0)
        {
            foreach (var pod in pods.Take((int)left))
            {
                answers.Add(
                    cluster.Send(
                        "POST",
                        $"/api/v1/namespaces/{_namespace}/pods/{pod}/eviction",
                        new JsonObject
                        {
                            ["apiVersion"] = "policy/v1",
                            ["kind"] = "Eviction",
                            ["metadata"] = new JsonObject { ["name"] = pod, ["namespace"] = _namespace },
                        }
                    )
                );
                cluster.Run(SyncTime);
                left--;
            }

            wait(RetryTime);
        }

        return answers;
    }

    private static List<Difference> Compare(List<JsonObject> recorded, List<(int Status, JsonObject? Body)> answers, string where)
    {
        var differences = new List<Difference>();
        foreach (var (index, (result, answer)) in recorded.Zip(answers).Index())
        {
            CompareAnswer(result.Map("response")!, answer.Status, answer.Body, $"{where}, eviction {index}", differences);
        }

        if (answers.Count != recorded.Count)
        {
            differences.Add(new($"{where}: evictions", $"{recorded.Count}", $"{answers.Count}"));
        }

        return differences;
    }

    /// <summary>The names of the pods of a label that are not being deleted, by age and name.</summary>
    public List<string> FindPods(string label, bool isReady, string? node = null)
    {
        var parts = label.Split('=');
        return
        [
            .. cluster
                .Client.List(GroupResource.Pods, _namespace)
                .Items.Where(p =>
                    !p.IsDeleting
                    && p.Labels.GetValueOrDefault(parts[0]) == parts[1]
                    && (node is null || p.Spec.Text("nodeName") == node)
                    && (!isReady || RolloutTrace.IsReady(p))
                )
                .OrderBy(p => p.CreationTime)
                .ThenBy(p => p.Name, StringComparer.Ordinal)
                .Select(p => p.Name),
        ];
    }

    /// <summary>Compares an answer. The recordings contain statuses, and the bodies of evictions.</summary>
    public static void CompareAnswer(JsonObject recorded, int status, JsonObject? body, string where, List<Difference> differences)
    {
        if (recorded.Number("status") != status)
        {
            differences.Add(new($"{where} status", $"{recorded.Number("status")}", $"{status} {body?.ToJsonString()}"));
        }
        else if (recorded["body"] is { } expected)
        {
            AnswerComparison.Compare(expected, body, where, differences);
        }
    }
}
