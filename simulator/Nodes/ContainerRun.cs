using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Nodes.Probes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes;

/// <summary>The state machine of one simulated container.</summary>
internal sealed partial class ContainerRun
{
    private readonly Func<int, bool> _shouldRestart;
    private readonly ContainerProbes? _probes;
    private DateTimeOffset? _restartAt;
    private ContainerExit? _exit;
    private ContainerStop? _stop;
    private AfterStop _afterStop;
    private int _crashes;

    /// <summary>Creates a container that has not started.</summary>
    /// <param name="spec">The container's entry in the pod's spec.</param>
    /// <param name="type">Its type.</param>
    /// <param name="behaviour">Its simulated behaviour.</param>
    /// <param name="shouldRestart">Whether it restarts after exiting with the given code.</param>
    public ContainerRun(JsonObject spec, ContainerType type, ContainerBehaviour behaviour, Func<int, bool> shouldRestart)
    {
        (Type, Behaviour, _shouldRestart) = (type, behaviour, shouldRestart);
        Name = spec.Text("name") ?? "";
        Image = spec.Text("image") ?? "";
        Spec = spec;
        _probes = type == ContainerType.Init ? null : ContainerProbes.Create(spec);
    }

    /// <summary>The container's entry in the pod's spec.</summary>
    public JsonObject Spec { get; }

    /// <summary>The container's name.</summary>
    public string Name { get; }

    /// <summary>The container's image.</summary>
    public string Image { get; }

    /// <summary>Its type.</summary>
    public ContainerType Type { get; }

    /// <summary>Its simulated behaviour.</summary>
    public ContainerBehaviour Behaviour { get; private set; }

    /// <summary>Its current state.</summary>
    public ContainerState State { get; private set; }

    /// <summary>Whether it runs, and its <c>postStart</c> hook and its startup probe have passed.</summary>
    public bool IsStarted => State == ContainerState.Running && !IsStarting && _probes is not { IsStarted: false };

    /// <summary>Whether it is ready.</summary>
    public bool IsReady => IsStarted && !Behaviour.IsNeverReady && _probes is not { IsReady: false };

    /// <summary>The start of its current run.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>Why it waits.</summary>
    public ContainerWait WaitState { get; private set; } = ContainerWait.Creating;

    /// <summary>How it ended; null unless it has.</summary>
    public ContainerTermination? Termination { get; private set; }

    /// <summary>How the run before this one ended; null for none.</summary>
    public ContainerTermination? Last { get; private set; }

    /// <summary>The number of restarts.</summary>
    public int Restarts { get; private set; }

    /// <summary>Whether it exited with code 0.</summary>
    public bool HasSucceeded => State == ContainerState.Terminated && Termination!.ExitCode == 0;

    /// <summary>Whether it has run at least once.</summary>
    public bool HasRun => (State != ContainerState.Waiting && !IsStarting) || Last is not null;

    /// <summary>The number of its changes that its status shows.</summary>
    public int Changes { get; private set; }

    /// <summary>When it ends, if it is being stopped; else null.</summary>
    public DateTimeOffset? StopsAt => _stop?.At;

    /// <summary>The time of its next transition; null for none.</summary>
    public DateTimeOffset? NextChange =>
        State switch
        {
            ContainerState.Waiting => _restartAt,
            ContainerState.Running => new[]
            {
                _stop?.At,
                _stop?.HookFailsAt,
                _postStart?.EndsAt,
                SleepsUntilHookEnds ? null : _exit?.At,
                _stop is null ? _probes?.NextProbe : null,
            }.Min(),
            _ => null,
        };

    /// <summary>Makes the transitions that are due.</summary>
    /// <param name="now">The current time.</param>
    /// <param name="firstStart">The time of its first start; null if it must not start now.</param>
    /// <param name="grace">The pod's grace period, after which a container that fails a probe is killed.</param>
    /// <param name="host">Its node.</param>
    public void Advance(DateTimeOffset now, DateTimeOffset? firstStart, TimeSpan grace, PodHost host)
    {
        if (State == ContainerState.Waiting && firstStart is { } first)
        {
            TryStart(now, first, host);
        }

        AdvanceRun(now, grace, host);
    }

    /// <summary>Makes the transitions that are due of a container that is not to start again.</summary>
    public void AdvanceStop(DateTimeOffset now, PodHost host)
    {
        if (_stop is not null)
        {
            AdvanceRun(now, TimeSpan.Zero, host);
        }
    }

    /// <summary>Replaces the behaviour.</summary>
    public void SetBehaviour(ContainerBehaviour behaviour, DateTimeOffset now)
    {
        Behaviour = behaviour;
        Changes++;
        if (State == ContainerState.Running)
        {
            _exit = ContainerExit.Plan(behaviour, StartedAt, Restarts);
            _probes?.Replan(now);
        }
    }

    /// <summary>Begins to stop the container together with its pod.</summary>
    /// <param name="now">The beginning of the grace period.</param>
    /// <param name="grace">The grace period.</param>
    /// <param name="turn">The earliest time of SIGTERM, after the containers that stop before it.</param>
    /// <param name="report">Called for the event.</param>
    public void BeginStop(DateTimeOffset now, TimeSpan grace, DateTimeOffset turn, Action<ContainerEvent> report)
    {
        if (State != ContainerState.Running)
        {
            return;
        }

        CancelPostStart(report);
        if (_stop is null || _afterStop != AfterStop.End)
        {
            report(ContainerEvents.DescribeStop(this));
        }

        var stop = ContainerStop.Plan(this, now, grace, turn);
        _stop = _stop is { } earlier && earlier.At < stop.At ? earlier : stop;
        _afterStop = AfterStop.End;
    }

    /// <summary>Ends the container at once: the restart policy decides whether it starts again.</summary>
    public void Interrupt(DateTimeOffset now, int exitCode, PodHost host)
    {
        if (State == ContainerState.Running)
        {
            End(now, now, exitCode, isOutOfMemory: false, host);
        }
    }

    /// <summary>Restores the state from a status after a restart of the simulator.</summary>
    public void Resume(JsonObject status, DateTimeOffset now)
    {
        Restarts = (int)(status.Number("restartCount") ?? 0);
        Last = ContainerTermination.FromJson(status.Map("lastState", "terminated"));
        _crashes = Last is not null && status.Map("state", "waiting") is not null ? Restarts + 1 : Restarts;
        if (status.Map("state", "running") is { } running)
        {
            (State, StartedAt) = (ContainerState.Running, running.Time("startedAt") ?? now);
            _exit = ContainerExit.Plan(Behaviour, StartedAt, Restarts);
            _probes?.Resume(status.Flag("started"), status.Flag("ready"), now);
        }
        else if (ContainerTermination.FromJson(status.Map("state", "terminated")) is { } ended)
        {
            (State, Termination) = (ContainerState.Terminated, ended);
        }
    }

    private void Wait(ContainerWait wait, PodHost host)
    {
        _restartAt = null;
        if (WaitState != wait)
        {
            WaitState = wait;
            Changes++;
            wait.Report(this, host.Report);
        }
    }

    private void AdvanceRun(DateTimeOffset now, TimeSpan grace, PodHost host)
    {
        while (State == ContainerState.Running)
        {
            if (_exit is { } exit && exit.At <= now && IsNext(exit))
            {
                End(exit.At, now, exit.Code, exit.IsOutOfMemory, host);
                return;
            }

            if (_stop is { } stop)
            {
                if (stop.HookFailsAt <= now)
                {
                    host.Report(ContainerEvents.DescribeFailedPreStop(this));
                    _stop = stop with { HookFailsAt = null };
                }

                if (stop.At <= now)
                {
                    End(stop.At, now, stop.ExitCode, isOutOfMemory: false, host);
                }

                return;
            }

            if (_postStart is { } hook)
            {
                if (hook.EndsAt > now)
                {
                    return;
                }

                EndPostStart(hook, now, grace, host);
                continue;
            }

            var (wasStarted, wasReady) = (IsStarted, IsReady);
            _probes?.Advance(now, StartedAt, this, host);
            Changes += (wasStarted, wasReady) == (IsStarted, IsReady) ? 0 : 1;
            if (_probes?.Failed is not { } failed)
            {
                return;
            }

            Restart(failed.Type, failed.GracePeriod ?? grace, now, host);
        }
    }

    /// <summary>Stops the container because of a failed probe.</summary>
    private void Restart(ProbeType failed, TimeSpan grace, DateTimeOffset now, PodHost host)
    {
        const int AnyFailure = 1;
        var restarts = _shouldRestart(AnyFailure);
        host.Report(ContainerEvents.DescribeFailedProbe(this, failed, restarts));
        (_stop, _afterStop) = (ContainerStop.Plan(this, now, grace, now), restarts ? AfterStop.Restart : AfterStop.End);
    }

    private void End(DateTimeOffset at, DateTimeOffset now, int exitCode, bool isOutOfMemory, PodHost host)
    {
        ReportBrokenHooks(host);
        var after = _stop is null ? AfterStop.FollowPolicy : _afterStop;
        var restarts = after == AfterStop.Restart || (after == AfterStop.FollowPolicy && _shouldRestart(exitCode));
        var wait = _hookError is { } error ? ContainerWait.ForFailedHook(error) : ContainerWait.Creating;
        var end = ContainerTermination.Create(this, exitCode, isOutOfMemory, at);
        (_stop, _exit, _hasImage, _hookError) = (null, null, false, null);
        Changes++;
        _probes?.Stop();
        if (!restarts)
        {
            (State, Termination) = (ContainerState.Terminated, end);
            return;
        }

        _crashes = at - StartedAt >= ContainerWait.BackOffReset ? 0 : _crashes;
        var backOff = ContainerWait.GetBackOff(_crashes++);
        (State, Last, WaitState, _restartAt) = (ContainerState.Waiting, end, wait, now + backOff);
        if (backOff > TimeSpan.Zero)
        {
            Wait(ContainerWait.ForCrash(backOff, Name), host);
            _restartAt = now + backOff;
        }
    }
}
