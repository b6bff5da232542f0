using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Nodes.Faults;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Nodes;

/// <summary>Runs the pods that are bound to simulated nodes.</summary>
internal sealed class SimulatedKubelets
{
    private const string Component = "kubelet";

    private readonly ControllerContext _context;
    private readonly ActiveFaults _faults;
    private readonly KubeletOptions _options;
    private readonly IClusterClient _client;
    private readonly MissingReferences _missing;
    private readonly RuntimeHandlers _runtimes;
    private readonly ResourceCache<Pod> _pods;
    private readonly ResourceCache<Node> _nodes;
    private readonly CacheIndex<Pod> _podsOnNode;
    private readonly WorkQueue<ObjectKey> _queue;
    private readonly PodAddresses _addresses = new();
    private readonly Dictionary<string, PodRun> _runs = [];
    private readonly Dictionary<string, DateTimeOffset> _stopping = [];
    private readonly HashSet<ObjectKey> _waiting = [];

    /// <summary>Subscribes to pods, nodes, and the ConfigMaps and Secrets that pods may wait for.</summary>
    public SimulatedKubelets(ControllerContext context, KubeletOptions options, ActiveFaults faults)
    {
        _context = context;
        _faults = faults;
        _options = options with { Fault = faults.Apply };
        _client = context.GetClient(Component);
        _missing = new MissingReferences(_client);
        _runtimes = new RuntimeHandlers(_client);
        _pods = context.Pods();
        _nodes = context.Nodes();
        _queue = context.Queue<ObjectKey>(Component, Sync);
        _podsOnNode = _pods.AddIndex(pod => pod.NodeName is { } node ? [node] : []);
        _nodes.OnChange(OnNodeChange);
        _pods.OnChange(OnPodChange);
        faults.OnChange(OnFaultChange);
        context.Plain(GroupResource.ConfigMaps).OnChange(change => Retry(change.Latest.Namespace));
        context.Plain(GroupResource.Secrets).OnChange(change => Retry(change.Latest.Namespace));
    }

    private void OnNodeChange(CacheChange<Node> change)
    {
        var node = change.Latest;
        if (change.Before is not null || !SimulatedNodes.IsSimulated(node))
        {
            return;
        }

        _addresses.AddNode(node.Name, SimulatedNodes.GetNetwork(node));
        foreach (var pod in _podsOnNode[node.Name])
        {
            _queue.Add(pod.Key);
        }
    }

    private void OnPodChange(CacheChange<Pod> change)
    {
        var pod = change.Latest;
        if (change.After is not null)
        {
            if (pod.NodeName is not null)
            {
                _queue.Add(pod.Key);
            }

            return;
        }

        _runs.Remove(pod.Uid);
        _stopping.Remove(pod.Uid);
        _addresses.Release(pod.Uid);
    }

    /// <summary>
    /// Applies the behaviour that a fault changes. The containers of a stopped node have ended when it starts again; the kubelet of a
    /// silent node catches up.
    /// </summary>
    private void OnFaultChange(Fault fault, bool isActive)
    {
        foreach (var pod in _pods.All.Where(pod => pod.NodeName is not null).OrderBy(pod => pod.Key.ToString(), StringComparer.Ordinal))
        {
            if (ActiveFaults.Affects(fault, pod))
            {
                _runs.Remove(pod.Uid);
                _queue.Add(pod.Key);
            }
            else if (!isActive && IsOnFailedNode(fault, pod))
            {
                if (fault.Type != FaultType.Partition && _runs.TryGetValue(pod.Uid, out var run))
                {
                    run.Interrupt(_context.Now);
                }

                _queue.Add(pod.Key);
            }
        }
    }

    private bool IsOnFailedNode(Fault fault, Pod pod) =>
        fault.Type switch
        {
            FaultType.StopNode or FaultType.Partition => fault.Target == pod.NodeName,
            FaultType.LoseZone => _nodes.Find(new ObjectKey("", pod.NodeName!))?.Zone == fault.Target,
            _ => false,
        };

    private void Retry(string inNamespace)
    {
        foreach (var key in _waiting.Where(k => k.Namespace == inNamespace).OrderBy(k => k.Name, StringComparer.Ordinal))
        {
            _queue.Add(key);
        }
    }

    private void Sync(ObjectKey key)
    {
        _waiting.Remove(key);
        if (
            _pods.Find(key) is not { NodeName: { } nodeName } pod
            || _nodes.Find(new ObjectKey("", nodeName)) is not { } node
            || !SimulatedNodes.IsSimulated(node)
            || _faults.IsSilent(node)
        )
        {
            return;
        }

        if (pod.IsDeleting)
        {
            Stop(pod);
        }
        else if (!pod.IsFinished)
        {
            Run(pod, node);
        }
    }

    private void Run(Pod pod, Node node)
    {
        var now = _context.Now;
        if (!_runs.TryGetValue(pod.Uid, out var run))
        {
            _runs[pod.Uid] = run = new PodRun(pod, _options, now + (_options.StartJitter * _context.Identities.NextDouble()));
        }

        if (run.HasNotStarted && _runtimes.FindFailure(pod, node) is { } failure)
        {
            _context.Events.Record(pod.Source, EventType.Warning, RuntimeHandlers.FailureReason, failure, Component, node.Name);
            _queue.AddAfter(pod.Key, RuntimeHandlers.RetryInterval);
        }
        else if (run.HasNotStarted && _missing.FindForVolumes(pod) is { } unmountable)
        {
            _waiting.Add(pod.Key);
            _context.Events.Record(pod.Source, EventType.Warning, "FailedMount", unmountable, Component, node.Name);
        }
        else
        {
            run.Advance(now, container => FindMissing(pod, container), change => Record(pod, node, change));
        }

        WriteStatus(pod, node, run);
        if (run.NextChange is { } next)
        {
            _queue.AddAfter(pod.Key, AtLeastOneMillisecond(next - now));
        }
    }

    private string? FindMissing(Pod pod, ContainerRun container)
    {
        var missing = _missing.FindForEnvironment(pod, container.Spec);
        if (missing is not null)
        {
            _waiting.Add(pod.Key);
        }

        return missing;
    }

    private void WriteStatus(Pod pod, Node node, PodRun run)
    {
        if (run.HasNotStarted && !_options.ReportsContainerCreating && run.NextChange > _context.Now)
        {
            return;
        }

        var host = SimulatedNodes.GetAddress(node);
        var address =
            run.HasNotStarted ? null
            : pod.Source.Spec.Flag("hostNetwork") ? host
            : _addresses.Allocate(pod.Uid, node.Name, pod.PodIP);
        _client.WriteStatus(pod, run.Status(pod, address, host, _context.Now));
    }

    private void Record(Pod pod, Node node, ContainerEvent change) =>
        _context.Events.Record(
            pod.Source,
            change.IsWarning ? EventType.Warning : EventType.Normal,
            change.Reason,
            change.Reason == "BackOff" && change.IsWarning
                ? $"{change.Message} in pod {pod.Name}_{pod.Namespace}({pod.Uid})"
                : change.Message,
            Component,
            node.Name,
            $"spec.{(change.Container.Role == ContainerRole.Main ? "containers" : "initContainers")}{{{change.Container.Name}}}"
        );

    private void Stop(Pod pod)
    {
        var now = _context.Now;
        if (!_stopping.TryGetValue(pod.Uid, out var end))
        {
            var grace = TimeSpan.FromSeconds(pod.Source.Metadata.Number("deletionGracePeriodSeconds") ?? 0);
            _stopping[pod.Uid] = end = now + (grace < _options.StopLatency ? grace : _options.StopLatency);
            RecordStopping(pod);
        }

        if (now < end)
        {
            _queue.AddAfter(pod.Key, AtLeastOneMillisecond(end - now));
            return;
        }

        if (pod.Source.Finalizers.Any() && !pod.IsFinished)
        {
            WriteFailedStatus(pod, now);
        }
        else
        {
            _client.DeleteIfExists(pod, gracePeriodSeconds: 0);
        }
    }

    private void RecordStopping(Pod pod)
    {
        if (!_runs.TryGetValue(pod.Uid, out var run))
        {
            return;
        }

        foreach (var container in run.Containers.Where(c => c.State == ContainerState.Running))
        {
            _context.Events.Record(
                pod.Source,
                EventType.Normal,
                "Killing",
                $"Stopping container {container.Name}",
                Component,
                pod.NodeName,
                $"spec.containers{{{container.Name}}}"
            );
        }
    }

    // A controller with a finalizer on the pod, such as the Job controller, reads the final status.
    private void WriteFailedStatus(Pod pod, DateTimeOffset now)
    {
        if (!_runs.TryGetValue(pod.Uid, out var run))
        {
            _runs[pod.Uid] = run = new PodRun(pod, _options, now);
        }

        run.Stop(now);
        var status = run.Status(pod, pod.PodIP, pod.Source.Status.Text("hostIP") ?? "", now);
        status["phase"] = nameof(PodPhase.Failed);
        _client.WriteStatus(pod, status);
    }

    private static TimeSpan AtLeastOneMillisecond(TimeSpan wait) => wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1);
}
