using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Api;
using Infra.Simulator.Controllers.Autoscaling;
using Infra.Simulator.Objects;
using Likeness.Kubernetes.Comparison;
using Likeness.Kubernetes.Recordings;

namespace Likeness.Kubernetes.Controllers;

/// <summary>The horizontal pod autoscaler against recordings of Kubernetes 1.36, sync by sync.</summary>
internal sealed class AutoscalerReplay : IRecordingKind
{
    public bool Recognises(JsonObject content) => content.Objects("scenarios").Any(one => one.ContainsKey("syncs"));

    public IEnumerable<RecordedCase> GetCases(string part, JsonObject content) =>
        content
            .Objects("scenarios")
            .Select(one => new RecordedCase(part, one.Text("name") ?? "", IsIndependent: true, () =>
                Task.FromResult<IReadOnlyList<Difference>>(Replay(one))
            ));

    private static List<Difference> Replay(JsonObject scenario)
    {
        var metrics = new ScriptedMetrics();
        using var cluster = new VirtualCluster(context =>
            _ = new HorizontalPodAutoscalerController(context, metrics, TimeSpan.FromSeconds(1))
        );
        metrics.Now = cluster.Clock.GetUtcNow;
        var inNamespace = scenario.Text("namespace")!;
        cluster.CreateNamespace(inNamespace);
        CreateTarget(cluster, inNamespace, scenario.Map("target")!);
        Require(
            cluster.Send(
                "POST",
                $"/apis/autoscaling/v2/namespaces/{inNamespace}/horizontalpodautoscalers",
                new JsonObject
                {
                    ["metadata"] = new JsonObject { ["name"] = "hpa" },
                    ["spec"] = scenario["spec"]!.DeepClone(),
                }
            )
        );
        var differences = new List<Difference>();
        foreach (var (index, sync) in scenario.Objects("syncs").Index())
        {
            SetScene(cluster, inNamespace, scenario.Map("target")!, sync, metrics);
            cluster.Run(index == 0 ? 1.005 : 1);
            Compare(cluster, inNamespace, sync, $"sync {index}", differences);
        }

        CompareEvents(cluster, inNamespace, scenario, differences);
        return differences;
    }

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

    private static void SetScene(VirtualCluster cluster, string inNamespace, JsonObject target, JsonObject sync, ScriptedMetrics metrics)
    {
        metrics.Input = sync.Map("input")!;
        var deployment = cluster.Client.Get(GroupResource.Deployments, inNamespace, "target");
        if (deployment.Spec.Number("replicas") != sync.Number("replicasBefore"))
        {
            cluster.Client.Patch(
                GroupResource.Deployments,
                inNamespace,
                "target",
                new JsonObject { ["spec"] = new JsonObject { ["replicas"] = sync.Number("replicasBefore") } }
            );
        }

        foreach (var pod in cluster.Client.List(GroupResource.Pods, inNamespace).Items)
        {
            cluster.Client.Delete(GroupResource.Pods, inNamespace, pod.Name, new DeleteOptions { GracePeriodSeconds = 0 });
        }

        foreach (var pod in sync.Objects("input", "pods"))
        {
            CreatePod(cluster, inNamespace, target, pod);
        }
    }

    private static void CreatePod(VirtualCluster cluster, string inNamespace, JsonObject target, JsonObject pod)
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
                    ["labels"] = new JsonObject { ["app"] = "target" },
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
        var replicas = cluster.Client.Get(GroupResource.Deployments, inNamespace, "target").Spec.Number("replicas");
        if (replicas != sync.Number("replicasAfter"))
        {
            differences.Add(new($"{where} replicas", $"{sync.Number("replicasAfter")}", $"{replicas}"));
        }

        var status = (JsonObject)cluster.Client.Get(GroupResource.HorizontalPodAutoscalers, inNamespace, "hpa").Status.DeepClone();
        var wanted = (JsonObject)sync.Map("status")!.DeepClone();
        if (wanted.Flag("lastScaleTimeSet") != status.ContainsKey("lastScaleTime"))
        {
            differences.Add(new($"{where} lastScaleTime", $"{wanted.Flag("lastScaleTimeSet")}", $"{status.ContainsKey("lastScaleTime")}"));
        }

        foreach (var key in (string[])["currentReplicas", "desiredReplicas", "currentMetrics"])
        {
            if (!JsonNode.DeepEquals(Plain(wanted[key]), Plain(status[key])))
            {
                differences.Add(new($"{where} {key}", wanted[key]?.ToJsonString() ?? "null", status[key]?.ToJsonString() ?? "null"));
            }
        }

        var (conditions, found) = (Conditions(wanted), Conditions(status));
        if (conditions != found)
        {
            differences.Add(new($"{where} conditions", conditions, found));
        }
    }

    private static void CompareEvents(VirtualCluster cluster, string inNamespace, JsonObject scenario, List<Difference> differences)
    {
        var found = cluster.List($"/api/v1/namespaces/{inNamespace}/events").Select(EventText).ToHashSet();
        var wanted = scenario.Objects("events").Select(EventText).ToHashSet();
        differences.AddRange(wanted.Except(found).Select(text => new Difference("event", text, Difference.Absent)));
        differences.AddRange(found.Except(wanted).Select(text => new Difference("event", Difference.Absent, text)));
    }

    private static string EventText(JsonObject entry) => $"{entry.Text("type")} {entry.Text("reason")}: {entry.Text("message")}";

    private static JsonNode? Plain(JsonNode? node) => node is null ? null : JsonNode.Parse(node.ToJsonString());

    private static string Conditions(JsonObject status) =>
        string.Join(
            "; ",
            status.Objects("conditions").Select(c => $"{c.Text("type")}={c.Text("status")} {c.Text("reason")} {c.Text("message")}")
        );

    /// <summary>Serves the metric values of a recording.</summary>
    private sealed class ScriptedMetrics : IMetricsSource
    {
        private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

        public JsonObject Input { get; set; } = [];

        public Func<DateTimeOffset> Now { get; set; } = () => default;

        public IReadOnlyDictionary<string, PodSample> Resource(
            string inNamespace,
            LabelSelector selector,
            string resource,
            string? container
        )
        {
            var samples = Samples(pod => pod.Text(resource) ?? (pod.Flag("missing") ? null : "0"));
            return samples.Count > 0
                ? samples
                : throw new MetricUnavailableException(
                    $"unable to get metrics for resource {resource}: no metrics returned from resource metrics API"
                );
        }

        public IReadOnlyDictionary<string, PodSample> Pods(string inNamespace, LabelSelector selector, string metric) =>
            Samples(pod => pod.Text("custom", metric) ?? "0");

        public long Object(string inNamespace, string kind, string name, string metric) =>
            Quantity.Parse(Input.Text("object", metric) ?? "0").MilliValue;

        public IReadOnlyList<long> External(string inNamespace, string metric) =>
            [.. (Input.Array("external", metric) ?? []).Select(v => Quantity.Parse(v!.GetValue<string>()).MilliValue)];

        private Dictionary<string, PodSample> Samples(Func<JsonObject, string?> valueOf)
        {
            var result = new Dictionary<string, PodSample>();
            foreach (var pod in Input.Objects("pods"))
            {
                if (valueOf(pod) is { } value)
                {
                    result[pod.Text("name")!] = new PodSample(Quantity.Parse(value).MilliValue, Now(), Window);
                }
            }

            return result;
        }
    }
}
