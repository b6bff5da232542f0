using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Simulator.Api;
using Infra.Simulator.Controllers.Autoscaling;
using Infra.Simulator.Objects;
using Likeness.Kubernetes.Comparison;
using Likeness.Kubernetes.Recordings;

namespace Likeness.Kubernetes.Controllers;

/// <summary>The horizontal pod autoscaler against recordings of Kubernetes 1.36, sync by sync.</summary>
internal sealed partial class AutoscalerReplay : IRecordingKind
{
    private const string Autoscaler = "hpa";
    private const string Target = "target";

    public bool Recognises(JsonObject content) => content.Objects("scenarios").Any(one => one.ContainsKey("syncs"));

    public IEnumerable<RecordedCase> GetCases(string part, JsonObject content) =>
        content
            .Objects("scenarios")
            .Select(one => new RecordedCase(part, one.Text("name") ?? "", IsIndependent: true, () =>
                Task.FromResult<IReadOnlyList<Difference>>(Replay(one))
            ));

    // Where the recorded runs differ, agreeing with one of them suffices.
    private static List<Difference> Replay(JsonObject scenario) =>
        Runs(scenario).Select(syncs => Replay(scenario, [.. syncs])).MinBy(differences => differences.Count)!;

    private static IEnumerable<IEnumerable<JsonObject>> Runs(JsonObject scenario) =>
        [
            scenario.Objects("syncs"),
            .. (scenario.Array("otherRuns") ?? []).Select(run =>
                (run as JsonArray ?? (run as JsonObject).Array("syncs"))!.OfType<JsonObject>()
            ),
        ];

    private static List<Difference> Replay(JsonObject scenario, List<JsonObject> syncs)
    {
        // The recorded syncs are a little more than a second apart, which decides what is still inside a window of whole seconds.
        var period = TimeSpan.FromMilliseconds((double)syncs[^1].Number("ms")!.Value / syncs.Count);
        var metrics = new ScriptedMetrics();
        using var cluster = new VirtualCluster(context => _ = new HorizontalPodAutoscalerController(context, metrics, period));
        metrics.Now = cluster.Clock.GetUtcNow;
        var (inNamespace, target) = (scenario.Text("namespace")!, scenario.Map("target")!);
        cluster.CreateNamespace(inNamespace);
        if (target.Number("replicas") is not null)
        {
            CreateTarget(cluster, inNamespace, target);
        }

        CreateAutoscaler(cluster, scenario, Autoscaler);
        if (Flag(scenario, "secondAutoscalerWithSameSpec"))
        {
            CreateAutoscaler(cluster, scenario, SecondName(syncs));
        }

        var differences = new List<Difference>();
        foreach (var (index, sync) in syncs.Index())
        {
            SetScene(cluster, scenario, sync, metrics);
            cluster.Run(period.TotalSeconds + (index == 0 ? 0.005 : 0));
            Compare(cluster, inNamespace, sync, $"sync {index}", differences);
        }

        CompareEvents(cluster, inNamespace, scenario, differences);
        return differences;
    }

    private static void CreateAutoscaler(VirtualCluster cluster, JsonObject scenario, string name) =>
        Require(
            cluster.Send(
                "POST",
                $"/apis/autoscaling/v2/namespaces/{scenario.Text("namespace")}/horizontalpodautoscalers",
                new JsonObject
                {
                    ["metadata"] = new JsonObject { ["name"] = name },
                    ["spec"] = scenario["spec"]!.DeepClone(),
                }
            )
        );

    // The README says of these only that they occur in a scenario or its target.
    private static bool Flag(JsonObject scenario, string name) => scenario.Flag(name) || scenario.Flag("target", name);

    // The name of the second autoscaler occurs in the messages only.
    private static string SecondName(IEnumerable<JsonObject> syncs) =>
        syncs
            .SelectMany(sync => sync.Objects("status", "conditions"))
            .SelectMany(condition => InNamespace().Matches(condition.Text("message") ?? ""))
            .Select(match => match.Groups[1].Value)
            .FirstOrDefault(name => name != Autoscaler)
        ?? Autoscaler + "-2";

    private static void Require((int Status, JsonObject? Body) answer) => VirtualCluster.Require(answer);

    private static void CreateTarget(VirtualCluster cluster, string inNamespace, JsonObject target) =>
        Require(
            cluster.Send(
                "POST",
                $"/apis/apps/v1/namespaces/{inNamespace}/deployments",
                new JsonObject
                {
                    ["metadata"] = new JsonObject { ["name"] = "target" },
                    ["spec"] = new JsonObject
                    {
                        ["replicas"] = target["replicas"]?.DeepClone(),
                        ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = "target" } },
                        ["template"] = new JsonObject
                        {
                            ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = "target" } },
                            ["spec"] = PodSpec(target),
                        },
                    },
                }
            )
        );

    private static JsonObject PodSpec(JsonObject target) =>
        new()
        {
            ["containers"] = new JsonArray([
                .. target
                    .Array("podTemplate", "containers")!
                    .Select(c =>
                        (JsonNode)
                            new JsonObject
                            {
                                ["name"] = c!.GetValue<string>(),
                                ["image"] = "i:1",
                                ["resources"] = new JsonObject
                                {
                                    ["requests"] = target.Map("podTemplate", "requestsPerContainer")!.DeepClone(),
                                },
                            }
                    ),
            ]),
        };

    private static void SetScene(VirtualCluster cluster, JsonObject scenario, JsonObject sync, ScriptedMetrics metrics)
    {
        metrics.Input = sync.Map("input") ?? [];
        var inNamespace = scenario.Text("namespace")!;
        if (
            cluster.Client.Find(GroupResource.Deployments, inNamespace, Target) is { } deployment
            && deployment.Spec.Number("replicas") != sync.Number("replicasBefore")
        )
        {
            cluster.Client.Patch(
                GroupResource.Deployments,
                inNamespace,
                Target,
                new JsonObject { ["spec"] = new JsonObject { ["replicas"] = sync.Number("replicasBefore") } }
            );
        }

        foreach (var pod in cluster.Client.List(GroupResource.Pods, inNamespace).Items)
        {
            cluster.Client.Delete(GroupResource.Pods, inNamespace, pod.Name, new DeleteOptions { GracePeriodSeconds = 0 });
        }

        var app = Flag(scenario, "podsDoNotMatchSelector") ? "other" : Target;
        foreach (var pod in sync.Objects("input", "pods"))
        {
            CreatePod(cluster, inNamespace, scenario.Map("target")!, pod, app);
        }
    }

    private static void CreatePod(VirtualCluster cluster, string inNamespace, JsonObject target, JsonObject pod, string app)
    {
        var isReady = pod.Flag("ready");
        var created = cluster.Client.Create(
            GroupResource.Pods,
            new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["name"] = pod.Text("name"),
                    ["namespace"] = inNamespace,
                    ["labels"] = new JsonObject { ["app"] = app },
                },
                ["spec"] = PodSpec(target),
            }
        );
        var body = created.Copy();
        body["status"] = new JsonObject
        {
            ["phase"] = "Running",
            ["startTime"] = "2024-01-01T00:00:00Z",
            ["conditions"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "Ready",
                    ["status"] = isReady ? "True" : "False",
                    ["lastTransitionTime"] = isReady ? "2024-01-01T00:01:00Z" : "2024-01-01T00:00:05Z",
                }
            ),
        };
        cluster.Client.UpdateStatus(GroupResource.Pods, body);
    }

    private static void Compare(VirtualCluster cluster, string inNamespace, JsonObject sync, string where, List<Difference> differences)
    {
        var replicas = cluster.Client.Find(GroupResource.Deployments, inNamespace, Target)?.Spec.Number("replicas");
        if (replicas != sync.Number("replicasAfter"))
        {
            differences.Add(new($"{where} replicas", $"{sync.Number("replicasAfter")}", $"{replicas}"));
        }

        var status = cluster.Client.Get(GroupResource.HorizontalPodAutoscalers, inNamespace, Autoscaler).Status;
        AnswerComparison.Compare(Sorted(sync.Map("status")!), Sorted(WithoutTimes(status)), $"{where} status", differences);
    }

    private static JsonObject WithoutTimes(JsonObject status)
    {
        var copy = (JsonObject)status.DeepClone();
        copy["lastScaleTimeSet"] = copy.Remove("lastScaleTime");
        foreach (var condition in copy.Objects("conditions"))
        {
            condition.Remove("lastTransitionTime");
        }

        return copy;
    }

    private static JsonObject Sorted(JsonObject status) =>
        new(status.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));

    private static void CompareEvents(VirtualCluster cluster, string inNamespace, JsonObject scenario, List<Difference> differences)
    {
        var found = cluster.List($"/api/v1/namespaces/{inNamespace}/events").Select(EventText).ToHashSet();
        var wanted = scenario.Objects("events").Select(EventText).ToHashSet();
        differences.AddRange(wanted.Except(found).Select(text => new Difference("event", text, Difference.Absent)));
        differences.AddRange(found.Except(wanted).Select(text => new Difference("event", Difference.Absent, text)));
    }

    private static string EventText(JsonObject entry) => $"{entry.Text("type")} {entry.Text("reason")}: {entry.Text("message")}";

    [GeneratedRegex("[a-z0-9-]+/([a-z0-9-]+)")]
    private static partial Regex InNamespace();
}
