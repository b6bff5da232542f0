using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Disruption;
using Infra.Simulator.Controllers.Volumes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Scheduling;
using Likeness.Kubernetes.Comparison;
using Likeness.Kubernetes.Recordings;

namespace Likeness.Kubernetes.Controllers;

/// <summary>The scheduler against recordings of kube-scheduler 1.36: the node, or the message of an unschedulable pod.</summary>
internal sealed class SchedulerReplay : IRecordingKind
{
    public bool Recognises(JsonObject content) => content.Objects("scenarios").Any(one => one.ContainsKey("outcomes"));

    public IEnumerable<RecordedCase> GetCases(string part, JsonObject content) =>
        content
            .Objects("scenarios")
            .Select(one => new RecordedCase(part, one.Text("name") ?? "", IsIndependent: true, () =>
                Task.FromResult<IReadOnlyList<Difference>>(Replay(one))
            ));

    private static List<Difference> Replay(JsonObject scenario)
    {
        using var cluster = new VirtualCluster(context =>
        {
            _ = new DisruptionController(context);
            _ = new VolumeBinder(context);
            _ = new Scheduler(context);
        });
        SetUp(cluster, scenario);
        var differences = new List<Difference>();
        foreach (var (pod, outcome) in scenario.Objects("pods").Zip(scenario.Objects("outcomes")))
        {
            var allowed = outcome.Array("oneOf") is { } several ? several.OfType<JsonObject>().ToList() : [outcome];
            var actual = Schedule(cluster, scenario, pod, allowed[0]);
            var closest = allowed.Select(o => Differences(o, actual)).MinBy(d => d.Count)!;
            differences.AddRange(closest.Select(d => d with { Place = $"{pod.Text("name")} {d.Place}" }));
        }

        return differences;
    }

    private static void SetUp(VirtualCluster cluster, JsonObject scenario)
    {
        var inNamespace = scenario.Text("namespace")!;
        cluster.CreateNamespace(inNamespace);
        foreach (var node in scenario.Objects("nodes"))
        {
            CreateNode(cluster, node);
        }

        foreach (var priority in scenario.Objects("priorityClasses"))
        {
            var body = (JsonObject)priority.DeepClone();
            body.Remove("name");
            body["metadata"] = new JsonObject { ["name"] = priority.Text("name") };
            Require(cluster.Send("POST", "/apis/scheduling.k8s.io/v1/priorityclasses", body));
        }

        CreateVolumes(cluster, scenario, inNamespace);
        foreach (var pod in scenario.Objects("existingPods"))
        {
            CreateRunningPod(cluster, inNamespace, pod);
        }

        cluster.Run(2);
    }

    private static void CreateNode(VirtualCluster cluster, JsonObject node)
    {
        var spec = new JsonObject();
        if (node["taints"] is { } taints)
        {
            spec["taints"] = taints.DeepClone();
        }

        if (node.Flag("unschedulable"))
        {
            spec["unschedulable"] = true;
        }

        var name = node.Text("name");
        Require(
            cluster.Send(
                "POST",
                "/api/v1/nodes",
                new JsonObject
                {
                    ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = node["labels"]?.DeepClone() },
                    ["spec"] = spec,
                }
            )
        );
        // A new node is not ready; the scenario's nodes are.
        Require(
            cluster.Send(
                "PATCH",
                $"/api/v1/nodes/{name}",
                new JsonObject { ["spec"] = new JsonObject { ["taints"] = node["taints"]?.DeepClone() } },
                "application/merge-patch+json"
            )
        );
        Require(
            cluster.Send(
                "PATCH",
                $"/api/v1/nodes/{name}/status",
                new JsonObject
                {
                    ["status"] = new JsonObject
                    {
                        ["allocatable"] = node["allocatable"]?.DeepClone(),
                        ["capacity"] = node["allocatable"]?.DeepClone(),
                        ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = "True" }),
                    },
                },
                "application/merge-patch+json"
            )
        );
    }

    private static void CreateVolumes(VirtualCluster cluster, JsonObject scenario, string inNamespace)
    {
        if (scenario.Map("storageClass") is not { } storageClass)
        {
            return;
        }

        var className = storageClass.Text("name");
        var body = (JsonObject)storageClass.DeepClone();
        body.Remove("name");
        body["metadata"] = new JsonObject { ["name"] = className };
        Require(cluster.Send("POST", "/apis/storage.k8s.io/v1/storageclasses", body));
        var volume = scenario.Map("persistentVolume")!;
        Require(
            cluster.Send(
                "POST",
                "/api/v1/persistentvolumes",
                new JsonObject
                {
                    ["metadata"] = new JsonObject { ["name"] = volume.Text("name") },
                    ["spec"] = new JsonObject
                    {
                        ["capacity"] = new JsonObject { ["storage"] = volume.Text("storage") },
                        ["accessModes"] = volume["accessModes"]?.DeepClone(),
                        ["storageClassName"] = className,
                        ["local"] = new JsonObject { ["path"] = "/data" },
                        ["persistentVolumeReclaimPolicy"] = "Retain",
                        ["nodeAffinity"] = new JsonObject
                        {
                            ["required"] = new JsonObject
                            {
                                ["nodeSelectorTerms"] = new JsonArray(
                                    new JsonObject
                                    {
                                        ["matchExpressions"] = new JsonArray(
                                            new JsonObject
                                            {
                                                ["key"] = "kubernetes.io/hostname",
                                                ["operator"] = "In",
                                                ["values"] = new JsonArray(volume.Text("nodeAffinityHostname")),
                                            }
                                        ),
                                    }
                                ),
                            },
                        },
                    },
                }
            )
        );
        var claim = scenario.Map("persistentVolumeClaim")!;
        Require(
            cluster.Send(
                "POST",
                $"/api/v1/namespaces/{inNamespace}/persistentvolumeclaims",
                new JsonObject
                {
                    ["metadata"] = new JsonObject { ["name"] = claim.Text("name") },
                    ["spec"] = new JsonObject
                    {
                        ["storageClassName"] = className,
                        ["accessModes"] = claim["accessModes"]?.DeepClone(),
                        ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = claim.Text("storage") } },
                    },
                }
            )
        );
    }

    private static void CreateRunningPod(VirtualCluster cluster, string inNamespace, JsonObject pod)
    {
        var spec = (JsonObject)pod.Map("spec")!.DeepClone();
        spec["nodeName"] = pod.Text("node");
        Require(cluster.Send("POST", $"/api/v1/namespaces/{inNamespace}/pods", Pod(pod, spec)));
        MarkRunning(cluster, inNamespace, pod.Text("name")!);
    }

    private static JsonObject Pod(JsonObject pod, JsonObject spec) =>
        new()
        {
            ["metadata"] = new JsonObject { ["name"] = pod.Text("name"), ["labels"] = pod["labels"]?.DeepClone() ?? new JsonObject() },
            ["spec"] = spec,
        };

    private static void MarkRunning(VirtualCluster cluster, string inNamespace, string name) =>
        Require(
            cluster.Send(
                "PATCH",
                $"/api/v1/namespaces/{inNamespace}/pods/{name}/status",
                new JsonObject
                {
                    ["status"] = new JsonObject
                    {
                        ["phase"] = "Running",
                        ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = "True" }),
                    },
                },
                "application/merge-patch+json"
            )
        );

    private static JsonObject Schedule(VirtualCluster cluster, JsonObject scenario, JsonObject pod, JsonObject expected)
    {
        var (inNamespace, name) = (scenario.Text("namespace")!, pod.Text("name")!);
        Require(cluster.Send("POST", $"/api/v1/namespaces/{inNamespace}/pods", Pod(pod, (JsonObject)pod.Map("spec")!.DeepClone())));
        var waitsForNode = expected.Text("node") is not null;
        cluster.RunUntil(() => Node() is not null || (!waitsForNode && Condition() is { } c && c.Text("status") == "False"), 20);
        var result = new JsonObject { ["node"] = Node() };
        result["nominatedNodeName"] = Find().Status.Text("nominatedNodeName");
        var events = cluster.List($"/api/v1/namespaces/{inNamespace}/events");
        var mine = events.Where(e => e.Text("involvedObject", "name") == name).ToList();
        if (Node() is not null)
        {
            result["scheduledEvent"] = mine.Single(e => e.Text("reason") == "Scheduled").Text("message");
            MarkRunning(cluster, inNamespace, name);
        }
        else
        {
            result["condition"] = new JsonObject
            {
                ["status"] = Condition().Text("status"),
                ["reason"] = Condition().Text("reason"),
                ["message"] = Condition().Text("message"),
            };
            result["events"] = new JsonArray([
                .. mine.Select(e =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["reason"] = e.Text("reason"),
                            ["type"] = e.Text("type"),
                            ["message"] = e.Text("message"),
                        }
                ),
            ]);
        }

        result["firstFailures"] = new JsonArray([
            .. mine.Where(e => e.Text("reason") == "FailedScheduling").Select(e => (JsonNode?)e.Text("message")),
        ]);
        var present = cluster.List($"/api/v1/namespaces/{inNamespace}/pods").Select(p => p.Text("metadata", "name")).ToHashSet();
        result["victims"] = new JsonArray([
            .. scenario.Objects("existingPods").Select(p => p.Text("name")).Where(n => !present.Contains(n)).Select(n => (JsonNode?)n),
        ]);
        result["preemptedEvents"] = new JsonArray([
            .. events
                .Where(e => e.Text("reason") == "Preempted")
                .Select(e => (JsonNode)new JsonObject { ["victim"] = e.Text("involvedObject", "name"), ["message"] = e.Text("message") }),
        ]);
        if (
            scenario.Map("persistentVolumeClaim") is { } claimed
            && cluster.Client.Find(GroupResource.PersistentVolumeClaims, inNamespace, claimed.Text("name")!) is { } claim
        )
        {
            result["claim"] = new JsonObject { ["phase"] = claim.Status.Text("phase"), ["volumeName"] = claim.Spec.Text("volumeName") };
        }

        return result;

        KubeObject Find() => cluster.Client.Get(GroupResource.Pods, inNamespace, name);
        string? Node() => Find().Spec.Text("nodeName");
        JsonObject? Condition() => Find().Status.Objects("conditions").FirstOrDefault(c => c.Text("type") == "PodScheduled");
    }

    private static List<Difference> Differences(JsonObject expected, JsonObject actual)
    {
        var differences = new List<Difference>();
        foreach (var (key, value) in expected.Where(e => e.Key != "pod"))
        {
            AnswerComparison.Compare(value, actual[key], key, differences);
        }

        return differences;
    }

    private static void Require((int Status, JsonObject? Body) answer) => VirtualCluster.Require(answer);
}
