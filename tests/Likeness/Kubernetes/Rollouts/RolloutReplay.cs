using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.DaemonSets;
using Infra.Simulator.Controllers.Deployments;
using Infra.Simulator.Controllers.Disruption;
using Infra.Simulator.Controllers.GarbageCollection;
using Infra.Simulator.Controllers.Jobs;
using Infra.Simulator.Controllers.Quotas;
using Infra.Simulator.Controllers.ReplicaSets;
using Infra.Simulator.Controllers.StatefulSets;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Nodes;
using Infra.Simulator.Nodes.Faults;
using Infra.Simulator.Objects;
using Infra.Simulator.Scheduling;
using Likeness.Kubernetes.Comparison;
using Likeness.Kubernetes.Controllers;

namespace Likeness.Kubernetes.Rollouts;

/// <summary>The bounds observed between two requests.</summary>
internal sealed record RolloutBoundsSeen(int MinReadyPods, int MaxActivePods, int MaxPods, int MinReplicas, int MaxReplicas);

/// <summary>Replays the steps of a rollout recording and keeps a trace.</summary>
internal sealed class RolloutReplay : IDisposable
{
    private readonly JsonObject _recording;
    private readonly VirtualCluster _cluster;
    private readonly string _namespace;
    private readonly RolloutEvictions _evictions;
    private int _step;

    public RolloutReplay(JsonObject recording)
    {
        _recording = recording;
        _namespace = recording.Text("namespace")!;
        _cluster = new VirtualCluster(Start);
        _evictions = new RolloutEvictions(_cluster, recording);
        Trace = new RolloutTrace(_cluster.Store, _namespace);
        _cluster.CreateNamespace(_namespace);
        _cluster.Run(0.3);
    }

    public RolloutTrace Trace { get; }

    public List<Difference> Differences { get; } = [];

    public Dictionary<int, RolloutBoundsSeen> Bounds { get; } = [];

    public void Run()
    {
        foreach (var (index, step) in _recording.Objects("steps").Index())
        {
            if (step.Text("drain") is { } node)
            {
                _evictions.Drain(step, index, node, RunWatching);
            }
            else if (step.Map("wait") is { } wait)
            {
                Wait(wait, index);
            }
            else
            {
                Request(step, index);
            }

            Trace.Read();
        }

        Differences.AddRange(_evictions.DrainDifferences);
    }

    public void Dispose() => _cluster.Dispose();

    private static void Start(ControllerContext context)
    {
        SimulatedNodes.Register(
            context.GetClient("kubelet"),
            new NodePoolOptions
            {
                Count = 3,
                Cpu = "8",
                Memory = "16Gi",
                Zones = [],
            },
            context.Now
        );
        _ = new DeploymentController(context);
        _ = new ReplicaSetController(context);
        _ = ReplicaSetController.StartForReplicationControllers(context);
        _ = new StatefulSetController(context);
        _ = new DaemonSetController(context);
        _ = new JobController(context);
        _ = new CronJobController(context);
        _ = new DisruptionController(context);
        _ = new GarbageCollector(context, context.GetClient("test").Catalog);
        _ = new Scheduler(context);
        _ = new SimulatedKubelets(
            context,
            new KubeletOptions
            {
                StartLatency = TimeSpan.FromMilliseconds(100),
                ReadyLatency = TimeSpan.Zero,
                RunTime = TimeSpan.FromMilliseconds(300),
                StopLatency = TimeSpan.FromMilliseconds(100),
                ReportsContainerCreating = false,
                Behaviour = Behaviour,
            },
            new ActiveFaults(context)
        );
        _ = new ResourceQuotaController(context);
    }

    // The recordings' kubelets chose behaviours by the image's tag.
    private static ContainerBehaviour Behaviour(Pod pod, ContainerBehaviour usual)
    {
        var tag = pod.Containers.First().Text("image")?.Split(':')[^1] ?? "";
        return usual with
        {
            WaitingReason = tag.Contains("bad", StringComparison.Ordinal) ? "ImagePullBackOff" : null,
            IsNeverReady = tag == "unready",
            RunTime = tag == "long" ? null : usual.RunTime,
            ExitCode = Fails(pod, tag) ? 1 : 0,
            EndsPod = pod.RestartPolicy != "Always",
        };
    }

    private static bool Fails(Pod pod, string tag)
    {
        const string AtIndex = "fail-index-";
        return tag.StartsWith(AtIndex, StringComparison.Ordinal)
            ? pod.Annotations.GetValueOrDefault("batch.kubernetes.io/job-completion-index") == tag[AtIndex.Length..]
            : tag.Contains("fail", StringComparison.Ordinal);
    }

    private void Request(JsonObject step, int index)
    {
        Trace.Read();
        Trace.StartStep();
        _step = index;
        var request = (JsonObject)step.Map("request")!.DeepClone();
        if (step.Map("evict") is { } evict)
        {
            if (
                _evictions.FindPods(evict.Text("label")!, evict.Flag("ready")).ElementAtOrDefault((int)evict.Number("index")!)
                is not { } pod
            )
            {
                Differences.Add(new($"step {index}", "an eviction", "no pod to evict"));
                return;
            }

            request["path"] = $"/api/v1/namespaces/{_namespace}/pods/{pod}/eviction";
            request.Map("body")!.Map("metadata")!["name"] = pod;
        }

        var (status, body) = _cluster.Send(request);
        RolloutEvictions.CompareAnswer(step.Map("response")!, status, body, $"step {index}", Differences);
        if (step.Map("evict") is not null)
        {
            _cluster.Run(RolloutEvictions.SyncTime);
        }

        Watch();
    }

    private void Wait(JsonObject wait, int index)
    {
        const double Slice = 0.05;
        const double FirstLook = 0.01;
        if (wait.Number("quietMs") is { } quiet)
        {
            var (still, limit) = (0.0, 120.0);
            for (; still < quiet / 1000.0 && limit > 0; limit -= Slice)
            {
                var version = _cluster.Store.Version;
                RunWatching(Slice);
                still = _cluster.Store.Version == version ? still + Slice : 0;
            }

            return;
        }

        if (Holds(wait))
        {
            _cluster.RunUntilWrite(); // The recorder sent its next request while the controllers made their first write.
            return;
        }
        var seconds = (wait.Number("timeoutMs") ?? 60000) / 1000.0;
        for (var passed = 0.0; passed < seconds; passed += Slice)
        {
            // As in the recordings, the controllers have handled the request before the first check.
            RunWatching(passed == 0 ? FirstLook : Slice);
            if (Holds(wait))
            {
                return;
            }
        }

        Differences.Add(new($"step {index} wait", wait.ToJsonString(), "did not come true"));
    }

    private bool Holds(JsonObject wait)
    {
        var kind = _cluster.Client.Catalog.Kinds.First(k => k.Kind == wait.Text("kind"));
        if (_cluster.Client.Find(kind.Resource, kind.Namespaced ? _namespace : "", wait.Text("name")!) is not { } item)
        {
            return false;
        }

        if (wait.Text("condition") is { } condition)
        {
            return item
                .Status.Objects("conditions")
                .Any(c =>
                    c.Text("type") == condition
                    && c.Text("status") == wait.Text("status")
                    && (wait.Text("reason") is not { } reason || c.Text("reason") == reason)
                );
        }

        var node = item.Body.Node(wait.Text("path")!.Split('.'));
        return wait.Text("op") switch
        {
            "exists" => node is not null == wait.Flag("value"),
            ">=" => node.AsInteger() >= wait.Number("value"),
            "<=" => (node.AsInteger() ?? 0) <= wait.Number("value"),
            "=" or "==" => JsonNode.DeepEquals(node, wait["value"]),
            var other => throw new NotSupportedException($"The replay does not know the operator {other} of a wait."),
        };
    }

    private void RunWatching(double seconds)
    {
        _cluster.Run(seconds);
        Watch();
    }

    private void Watch()
    {
        Trace.Read();
        Bounds[_step] = Trace.BoundsOfStep;
    }
}
