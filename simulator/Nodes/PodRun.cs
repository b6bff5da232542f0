using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Nodes;

/// <summary>The state machine of one simulated pod: init containers one after the other, then all containers.</summary>
internal sealed class PodRun
{
    private const int DefaultGracePeriod = 30;

    // Kubelet's grace period for evictions.
    private static readonly TimeSpan _evictionGrace = TimeSpan.FromSeconds(1);

    private readonly List<ContainerRun> _init = [];
    private readonly List<ContainerRun> _main = [];
    private readonly string _restartPolicy;
    private readonly DateTimeOffset _boundAt;
    private readonly DateTimeOffset? _deadline;
    private readonly TimeSpan _grace;
    private string? _excess;
    private DateTimeOffset? _evictedAt;
    private int _passedInit;

    /// <summary>Creates the state of a pod from its status.</summary>
    /// <param name="pod">The pod, as of its binding or of a restart of the simulator.</param>
    /// <param name="containers">Shares the specs of its containers with other pods.</param>
    /// <param name="behaviours">The behaviour of its containers.</param>
    /// <param name="boundAt">The time of its binding, from which the start delay counts.</param>
    public PodRun(Pod pod, ContainerSpecs containers, ContainerBehaviours behaviours, DateTimeOffset boundAt)
    {
        var spec = pod.Source.Spec;
        _restartPolicy = pod.RestartPolicy;
        _boundAt = boundAt;
        _grace = LongSeconds.ToTimeSpan(spec.Number("terminationGracePeriodSeconds") ?? DefaultGracePeriod);
        _deadline = spec.Number("activeDeadlineSeconds") is { } seconds
            ? (pod.Source.Status.Time("startTime") ?? boundAt) + TimeSpan.FromSeconds(seconds)
            : null;
        foreach (var (type, container) in PodContainers.Get(spec))
        {
            (type == ContainerType.Main ? _main : _init).Add(Create(containers.Share(container), type, behaviours));
        }

        _excess = LocalStorage.FindExcess(pod, behaviours.Settings);
        Resume(_init, pod.Source.Status.Objects("initContainerStatuses"), boundAt);
        Resume(_main, pod.Source.Status.Objects("containerStatuses"), boundAt);
    }

    /// <summary>The time of the next transition; null for none.</summary>
    public DateTimeOffset? NextChange
    {
        get
        {
            DateTimeOffset? next = IsStopping ? null : Instants.Earlier(_deadline, _evictedAt);
            var waitsForTurn = IsStopping || IsStarting;
            foreach (var container in Containers)
            {
                next = !waitsForTurn || container.State == ContainerState.Running ? Instants.Earlier(next, container.NextChange) : next;
            }

            return next;
        }
    }

    /// <summary>All containers, init containers first.</summary>
    public IEnumerable<ContainerRun> Containers => _init.Concat(_main);

    /// <summary>The init containers.</summary>
    public IReadOnlyList<ContainerRun> InitContainers => _init;

    /// <summary>The main containers.</summary>
    public IReadOnlyList<ContainerRun> MainContainers => _main;

    /// <summary>Whether no container has started.</summary>
    public bool HasNotStarted => Containers.All(c => !c.HasRun);

    /// <summary>Whether all init containers have completed, sidecars at least once.</summary>
    public bool IsInitialized => _passedInit == _init.Count;

    // Kubelet starts one container of a pod after the other, each with its hook.
    private bool IsStarting => _init.Exists(c => c.IsStarting) || _main.Exists(c => c.IsStarting);

    /// <summary>Whether its containers are being stopped.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>When all its containers end, if they are being stopped; else null.</summary>
    public DateTimeOffset? StopsAt => Containers.Select(c => c.StopsAt).Max();

    /// <summary>Why kubelet ends it; null for no reason.</summary>
    public PodFailure? Failure { get; private set; }

    /// <summary>The number of its changes that its status shows.</summary>
    public int Changes => (Failure is null ? 0 : 1) + _init.Sum(c => c.Changes) + _main.Sum(c => c.Changes);

    /// <summary>The stored pod after, and the changes as of, the latest write of its status.</summary>
    public (KubeObject? Pod, int Changes) Written { get; set; }

    /// <summary>Whether kubelet has a reason to end it.</summary>
    public bool MustEnd(DateTimeOffset now) => IsStopping || FindFailure(now) is not null;

    /// <summary>Makes the transitions that are due.</summary>
    public void Advance(DateTimeOffset now, PodHost host)
    {
        if (!IsStopping && FindFailure(now) is { } failure)
        {
            Failure = failure;
            BeginStop(now, failure.Reason == "Evicted" ? _evictionGrace : _grace, host.Report);
        }

        if (IsStopping)
        {
            foreach (var container in Containers)
            {
                container.AdvanceStop(now, host);
            }

            return;
        }

        AdvanceContainers(now, host);
        if (_excess is not null && !HasNotStarted)
        {
            _evictedAt ??= now + LocalStorage.MonitoringInterval;
        }

        // Sidecars stop after the last main container, or after an init container that has failed.
        if (
            (_main.TrueForAll(c => c.State == ContainerState.Terminated) || _init.Exists(HasFailed))
            && _init.Exists(c => c.State == ContainerState.Running)
        )
        {
            BeginStop(now, _grace, host.Report);
        }
    }

    /// <summary>Begins to stop all containers: the main ones, then the sidecars in reverse order.</summary>
    public void BeginStop(DateTimeOffset now, TimeSpan grace, Action<ContainerEvent> report)
    {
        IsStopping = true;
        var turn = now;
        foreach (var container in _main)
        {
            container.BeginStop(now, grace, now, report);
        }

        turn = Latest(turn, _main.Select(c => c.StopsAt).Max());
        foreach (var container in Enumerable.Reverse(_init))
        {
            container.BeginStop(now, grace, turn, report);
            turn = Latest(turn, container.StopsAt);
        }
    }

    /// <summary>Ends all running containers at once; the restart policy decides which start again.</summary>
    public void Interrupt(DateTimeOffset now, int exitCode, PodHost host)
    {
        foreach (var container in Containers)
        {
            container.Interrupt(now, exitCode, host);
        }
    }

    /// <summary>Replaces the behaviour of all containers.</summary>
    public void SetBehaviours(Pod pod, ContainerBehaviours behaviours, DateTimeOffset now)
    {
        foreach (var container in Containers)
        {
            container.SetBehaviour(behaviours.Get(container.Spec, container.Type), now);
        }

        (_excess, _evictedAt) = (LocalStorage.FindExcess(pod, behaviours.Settings), null);
    }

    /// <summary>The phase that follows from the containers' states.</summary>
    public PodPhase Phase
    {
        get
        {
            var runs = Containers.Any(c => c.State == ContainerState.Running);
            if (!runs && (IsStopping || _init.Exists(HasFailed)))
            {
                return Failure is null && _main.TrueForAll(c => c.HasSucceeded) ? PodPhase.Succeeded : PodPhase.Failed;
            }

            if (!IsInitialized || _main.Exists(c => !c.HasRun))
            {
                return PodPhase.Pending;
            }

            if (runs || _main.Exists(c => c.State != ContainerState.Terminated))
            {
                return PodPhase.Running;
            }

            return _main.TrueForAll(c => c.HasSucceeded) ? PodPhase.Succeeded : PodPhase.Failed;
        }
    }

    /// <summary>Whether an init container no longer keeps others from starting.</summary>
    public static bool IsComplete(ContainerRun container) =>
        container.Type == ContainerType.Sidecar ? container.IsStarted || container.HasSucceeded : container.HasSucceeded;

    private static bool HasFailed(ContainerRun init) =>
        init is { Type: ContainerType.Init, State: ContainerState.Terminated, HasSucceeded: false };

    private PodFailure? FindFailure(DateTimeOffset now) =>
        _deadline <= now ? PodFailure.DeadlineExceeded
        : _evictedAt <= now ? PodFailure.Evicted(_excess!)
        : null;

    private void AdvanceContainers(DateTimeOffset now, PodHost host)
    {
        for (var i = 0; i < _init.Count; i++)
        {
            _init[i].Advance(now, GetStart(_init[i], now, i == 0), _grace, host);
            if (i < _passedInit)
            {
                continue;
            }

            if (!IsComplete(_init[i]))
            {
                return;
            }

            _passedInit++;
        }

        foreach (var container in _main)
        {
            container.Advance(now, GetStart(container, now, isFirst: false), _grace, host);
        }
    }

    private DateTimeOffset? GetStart(ContainerRun container, DateTimeOffset now, bool isFirst) =>
        IsStarting ? null
        : isFirst || _init.Count == 0 ? _boundAt + container.Behaviour.StartDelay
        : now;

    private ContainerRun Create(JsonObject spec, ContainerType type, ContainerBehaviours behaviours)
    {
        var behaviour = behaviours.Get(spec, type);
        return new ContainerRun(spec, type, behaviour, code =>
            !behaviour.EndsPod && RestartRules.Restarts(spec, type, _restartPolicy, code)
        );
    }

    private static void Resume(List<ContainerRun> containers, IEnumerable<JsonObject> statuses, DateTimeOffset now)
    {
        foreach (var status in statuses)
        {
            containers.Find(c => c.Name == status.Text("name"))?.Resume(status, now);
        }
    }

    private static DateTimeOffset Latest(DateTimeOffset a, DateTimeOffset? b) => b > a ? b.Value : a;
}
