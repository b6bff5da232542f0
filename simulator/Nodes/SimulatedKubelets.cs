using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Nodes.Faults;
using Infra.Simulator.Nodes.Images;
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
    private readonly KubeletEvents _events;
    private readonly BehaviourProfiles _profiles;
    private readonly IClusterClient _client;
    private readonly MissingReferences _missing;
    private readonly RuntimeHandlers _runtimes;
    private readonly ResourceCache<Pod> _pods;
    private readonly ResourceCache<Node> _nodes;
    private readonly CacheIndex<Pod> _podsOnNode;
    private readonly CacheIndex<Pod> _podsWithProfile;
    private readonly WorkQueue<ObjectKey> _queue;
    private readonly PodHosts _hosts;
    private readonly ContainerSpecs _containers = new();
    private readonly Dictionary<string, PodRun> _runs = [];
    private readonly Dictionary<string, (DateTimeOffset End, TimeSpan Grace)> _stopping = [];
    private readonly HashSet<ObjectKey> _waiting = [];

    /// <summary>Subscribes to pods, nodes, and the ConfigMaps and Secrets that pods may wait for.</summary>
    public SimulatedKubelets(ControllerContext context, KubeletOptions options, ActiveFaults faults)
    {
        _context = context;
        _faults = faults;
        _options = options;
        _events = new KubeletEvents(context.Events);
        _client = context.GetClient(Component);
        _missing = new MissingReferences(_client);
        _runtimes = new RuntimeHandlers(_client);
        _hosts = new PodHosts(_missing, new ImageCaches(context, _client), _events, () => context.Now);
        _pods = context.Pods();
        _nodes = context.Nodes();
        var configMaps = context.Plain(GroupResource.ConfigMaps);
        _profiles = new BehaviourProfiles(configMaps, options with { Fault = faults.Apply });
        _queue = context.Queue<ObjectKey>(Component, Sync);
        _podsOnNode = _pods.AddIndex(pod => pod.NodeName is { } node ? [node] : []);
        _podsWithProfile = _pods.AddIndex(pod => BehaviourProfiles.FindKey(pod) is { } profile ? [profile.ToString()] : []);
        _nodes.OnChange(OnNodeChange);
        _pods.OnChange(OnPodChange);
        faults.OnChange(OnFaultChange);
        configMaps.OnChange(change =>
        {
            Retry(change.Latest.Namespace);
            foreach (var pod in _podsWithProfile[change.Latest.Key.ToString()])
            {
                Refresh(pod);
            }
        });
        context.Plain(GroupResource.Secrets).OnChange(change => Retry(change.Latest.Namespace));
    }

    private void OnNodeChange(CacheChange<Node> change)
    {
        var node = change.Latest;
        if (change.Before is not null || !SimulatedNodes.IsSimulated(node))
        {
            return;
        }

        _hosts.AddNode(node);
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
                if (change.Before is { } before && !BehaviourSettings.AreSame(before.Annotations, pod.Annotations))
                {
                    Refresh(pod);
                }

                _queue.Add(pod.Key);
            }

            return;
        }

        _runs.Remove(pod.Uid);
        _stopping.Remove(pod.Uid);
        _hosts.Release(pod);
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
                Refresh(pod);
            }
            else if (isActive && fault.Type == FaultType.KillPod && fault.Target == pod.Key.ToString())
            {
                Interrupt(pod, ContainerStop.Killed);
            }
            else if (!isActive && _nodes.Find(new ObjectKey("", pod.NodeName!)) is { } node && ActiveFaults.Silences(fault, node))
            {
                if (fault.Type != FaultType.Partition)
                {
                    Interrupt(pod, ContainerStop.Lost);
                }

                _queue.Add(pod.Key);
            }
        }
    }

    private void Interrupt(Pod pod, int exitCode)
    {
        if (_runs.TryGetValue(pod.Uid, out var run) && _nodes.Find(new ObjectKey("", pod.NodeName!)) is { } node)
        {
            run.Interrupt(_context.Now, exitCode, GetHost(pod, node));
            _queue.Add(pod.Key);
        }
    }

    /// <summary>Applies changed settings to a pod that runs.</summary>
    private void Refresh(Pod pod)
    {
        if (!_runs.TryGetValue(pod.Uid, out var run))
        {
            return;
        }

        var behaviours = _profiles.Read(pod);
        run.SetBehaviours(pod, behaviours, _context.Now);
        if (_nodes.Find(new ObjectKey("", pod.NodeName!)) is { } node)
        {
            ReportProblems(pod, node, behaviours);
        }

        _queue.Add(pod.Key);
    }

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
            Stop(pod, node);
        }
        else if (!pod.IsFinished)
        {
            Run(pod, node);
        }
    }

    private void Run(Pod pod, Node node)
    {
        var now = _context.Now;
        var run = FindRun(pod) ?? CreateRun(pod, node, now + (_options.StartJitter * _context.Identities.NextDouble()));
        var canStart = !run.HasNotStarted || run.MustEnd(now);
        if (!canStart && _runtimes.FindFailure(pod, node) is { } refused)
        {
            _events.Record(pod, node, isWarning: true, RuntimeHandlers.FailureReason, refused);
            _queue.AddAfter(pod.Key, RuntimeHandlers.RetryInterval);
        }
        else if (!canStart && _missing.FindForVolumes(pod) is { } unmountable)
        {
            _waiting.Add(pod.Key);
            _events.Record(pod, node, isWarning: true, "FailedMount", unmountable);
        }
        else
        {
            var failure = run.Failure;
            run.Advance(now, GetHost(pod, node));
            if (run.Failure is { } reason && reason != failure)
            {
                _events.Record(pod, node, reason.IsWarning, reason.Reason, reason.Message);
            }
        }

        WriteStatus(pod, node, run);
        if (run.NextChange is { } next)
        {
            _queue.AddAfter(pod.Key, AtLeastOneMillisecond(next - now));
        }
    }

    private PodRun? FindRun(Pod pod) => _runs.GetValueOrDefault(pod.Uid);

    private PodRun CreateRun(Pod pod, Node node, DateTimeOffset boundAt)
    {
        var behaviours = _profiles.Read(pod);
        var run = new PodRun(pod, _containers, behaviours, boundAt);
        ReportProblems(pod, node, behaviours);
        return _runs[pod.Uid] = run;
    }

    // Containers that share a setting find the same problem.
    private void ReportProblems(Pod pod, Node node, ContainerBehaviours behaviours)
    {
        foreach (var problem in behaviours.Problems.Distinct(StringComparer.Ordinal))
        {
            _events.Record(pod, node, isWarning: true, "InvalidBehaviour", problem);
        }
    }

    private PodHost GetHost(Pod pod, Node node) => _hosts.Get(pod, node, () => _waiting.Add(pod.Key));

    private void WriteStatus(Pod pod, Node node, PodRun run)
    {
        if (
            (run.HasNotStarted && !_options.ReportsContainerCreating && run.NextChange > _context.Now)
            || (ReferenceEquals(run.Written.Pod, pod.Source) && run.Written.Changes == run.Changes)
        )
        {
            return;
        }

        var address = run.HasNotStarted ? null : _hosts.GetAddress(pod, node);
        var changes = run.Changes;
        _client.WriteStatus(pod, PodRunStatus.Create(run, pod, address, SimulatedNodes.GetAddress(node), _context.Now));
        run.Written = (pod.Source, changes);
    }

    private void Stop(Pod pod, Node node)
    {
        var now = _context.Now;
        var run = FindRun(pod) ?? CreateRun(pod, node, now);
        var host = GetHost(pod, node);
        var grace = LongSeconds.ToTimeSpan(pod.Source.Metadata.Number("deletionGracePeriodSeconds") ?? 0);
        if (!_stopping.TryGetValue(pod.Uid, out var stop) || grace < stop.Grace)
        {
            run.BeginStop(now, grace, host.Report);
            var least = now + (grace < _options.StopLatency ? grace : _options.StopLatency);
            _stopping[pod.Uid] = stop = (run.StopsAt is { } end && end > least ? end : least, grace);
        }

        run.Advance(now, host);
        if (now < stop.End)
        {
            if (run.Written.Pod is not null && run.Written.Changes != run.Changes)
            {
                WriteStatus(pod, node, run);
            }

            var next = run.NextChange is { } change && change < stop.End ? change : stop.End;
            _queue.AddAfter(pod.Key, AtLeastOneMillisecond(next - now));
            return;
        }

        // A controller with a finalizer on the pod, such as the Job controller, reads the final status.
        if (pod.Source.Finalizers.Any() && !pod.IsFinished)
        {
            WriteStatus(pod, node, run);
        }
        else
        {
            _client.DeleteIfExists(pod, gracePeriodSeconds: 0);
        }
    }

    private static TimeSpan AtLeastOneMillisecond(TimeSpan wait) => wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1);
}
