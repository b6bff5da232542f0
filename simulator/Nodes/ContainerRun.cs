using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Nodes;

/// <summary>The state machine of one simulated container.</summary>
internal sealed class ContainerRun
{
    private static readonly TimeSpan CrashBackOff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxCrashBackOff = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan BackOffReset = TimeSpan.FromMinutes(10);

    private readonly Func<int, bool> _shouldRestart;
    private JsonObject? _lastState;
    private string _waitingReason = "ContainerCreating";
    private string? _waitingMessage;
    private DateTimeOffset? _due;
    private DateTimeOffset _startedAt;
    private DateTimeOffset _finishedAt;
    private int _exitCode;
    private int _crashes;

    /// <summary>Creates a container that has not started.</summary>
    /// <param name="spec">The container's entry in the pod's spec.</param>
    /// <param name="role">Its role in the pod.</param>
    /// <param name="behaviour">Its simulated behaviour.</param>
    /// <param name="shouldRestart">Whether it restarts after exiting with the given code.</param>
    public ContainerRun(JsonObject spec, ContainerRole role, ContainerBehaviour behaviour, Func<int, bool> shouldRestart)
    {
        (Role, Behaviour, _shouldRestart) = (role, behaviour, shouldRestart);
        Name = spec.Text("name") ?? "";
        Image = spec.Text("image") ?? "";
        Spec = spec;
    }

    /// <summary>The container's entry in the pod's spec.</summary>
    public JsonObject Spec { get; }

    /// <summary>The container's name.</summary>
    public string Name { get; }

    /// <summary>The container's image.</summary>
    public string Image { get; }

    /// <summary>Its role in the pod.</summary>
    public ContainerRole Role { get; }

    /// <summary>Its simulated behaviour.</summary>
    public ContainerBehaviour Behaviour { get; }

    /// <summary>Its current state.</summary>
    public ContainerState State { get; private set; }

    /// <summary>Whether it is ready.</summary>
    public bool IsReady { get; private set; }

    /// <summary>The number of restarts.</summary>
    public int Restarts { get; private set; }

    /// <summary>Whether it exited with code 0.</summary>
    public bool HasSucceeded => State == ContainerState.Terminated && _exitCode == 0;

    /// <summary>Whether it has run at least once.</summary>
    public bool HasRun => State != ContainerState.Waiting || _lastState is not null;

    /// <summary>The time of its next transition; null for none.</summary>
    public DateTimeOffset? NextChange { get; private set; }

    /// <summary>Makes the transitions that are due.</summary>
    /// <param name="now">The current time.</param>
    /// <param name="firstStart">The time of its first start.</param>
    /// <param name="missing">Returns the reason it cannot be created; null for none.</param>
    /// <param name="report">Called for each event.</param>
    public void Advance(DateTimeOffset now, DateTimeOffset firstStart, Func<string?> missing, Action<ContainerEvent> report)
    {
        NextChange = null;
        if (State == ContainerState.Waiting && !TryStart(now, firstStart, missing, report))
        {
            return;
        }

        if (State == ContainerState.Running)
        {
            Run(now, report);
        }
    }

    /// <summary>Stops the container together with its pod.</summary>
    public void Stop(DateTimeOffset now)
    {
        if (State == ContainerState.Running)
        {
            (State, _exitCode, _finishedAt, IsReady, NextChange) = (
                ContainerState.Terminated,
                Role == ContainerRole.Sidecar ? 0 : 137,
                now,
                false,
                null
            );
        }
    }

    /// <summary>Ends the container because its node has stopped.</summary>
    public void Interrupt(DateTimeOffset now)
    {
        if (State == ContainerState.Running)
        {
            End(now, now, exitCode: 255, _ => { });
        }
    }

    /// <summary>Restores the state from a status after a restart of the simulator.</summary>
    public void Resume(JsonObject status)
    {
        Restarts = (int)(status.Number("restartCount") ?? 0);
        _crashes = Restarts;
        _lastState = status.Map("lastState") is { Count: > 0 } last ? last.Clone() : null;
        if (status.Map("state", "running") is { } running)
        {
            (State, _startedAt, IsReady) = (ContainerState.Running, running.Time("startedAt") ?? default, status.Flag("ready"));
            _due = Behaviour.RunTime is { } time ? _startedAt + time : null;
        }
        else if (status.Map("state", "terminated") is { } ended)
        {
            State = ContainerState.Terminated;
            (_startedAt, _finishedAt, _exitCode) = (
                ended.Time("startedAt") ?? default,
                ended.Time("finishedAt") ?? default,
                (int)(ended.Number("exitCode") ?? 0)
            );
        }
    }

    /// <summary>Its entry in <c>status.containerStatuses</c>.</summary>
    /// <param name="id">Unique among all containers and their restarts.</param>
    /// <param name="waitsForInit">Whether init containers have yet to complete.</param>
    public JsonObject ToJson(string id, bool waitsForInit)
    {
        var json = new JsonObject
        {
            ["name"] = Name,
            ["state"] = StateJson(id, waitsForInit),
            ["lastState"] = _lastState?.DeepClone() ?? new JsonObject(),
        };
        json["ready"] = Role == ContainerRole.Init ? HasSucceeded : IsReady;
        json["restartCount"] = Restarts;
        json["image"] = Image;
        json["imageID"] = "";
        if (HasRun)
        {
            json["containerID"] = $"simulated://{id}";
        }

        json["started"] = State == ContainerState.Running;
        return json;
    }

    private bool TryStart(DateTimeOffset now, DateTimeOffset firstStart, Func<string?> missing, Action<ContainerEvent> report)
    {
        var due = _due ?? firstStart;
        if (now < due)
        {
            NextChange = due;
            return false;
        }

        if (Behaviour.WaitingReason is { } reason)
        {
            Wait(reason, WaitingMessage(reason), report);
            return false;
        }

        if (missing() is { } problem)
        {
            Wait("CreateContainerConfigError", problem, report);
            return false;
        }

        report(new ContainerEvent(this, IsWarning: false, "Pulled", $"Container image \"{Image}\" already present on machine"));
        report(new ContainerEvent(this, IsWarning: false, "Created", $"Created container: {Name}"));
        report(new ContainerEvent(this, IsWarning: false, "Started", $"Started container {Name}"));
        (State, _startedAt, _due) = (ContainerState.Running, now, Behaviour.RunTime is { } time ? now + time : null);
        return true;
    }

    private void Wait(string reason, string message, Action<ContainerEvent> report)
    {
        if (_waitingReason == reason && _waitingMessage == message)
        {
            return;
        }

        (_waitingReason, _waitingMessage) = (reason, message);
        if (reason is "ImagePullBackOff" or "ErrImagePull")
        {
            report(new ContainerEvent(this, IsWarning: false, "Pulling", $"Pulling image \"{Image}\""));
            report(new ContainerEvent(this, IsWarning: true, "Failed", $"Failed to pull image \"{Image}\": {PullError()}"));
            report(new ContainerEvent(this, IsWarning: true, "Failed", "Error: ErrImagePull"));
            report(new ContainerEvent(this, IsWarning: false, "BackOff", $"Back-off pulling image \"{Image}\""));
        }
        else
        {
            report(new ContainerEvent(this, IsWarning: true, "Failed", $"Error: {message}"));
        }
    }

    private string WaitingMessage(string reason) =>
        reason switch
        {
            "ImagePullBackOff" => $"Back-off pulling image \"{Image}\": ErrImagePull: {PullError()}",
            "ErrImagePull" => PullError(),
            _ => $"the simulated container waits with {reason}",
        };

    private string PullError() => $"failed to resolve reference \"{Image}\": not found";

    private void Run(DateTimeOffset now, Action<ContainerEvent> report)
    {
        if (_due is { } due && due <= now)
        {
            End(due, now, Behaviour.ExitCode, report);
            return;
        }

        if (Behaviour.ReadyDelay is not { } delay)
        {
            IsReady = false;
        }
        else if (!IsReady)
        {
            IsReady = _startedAt + delay <= now;
            NextChange = IsReady ? null : _startedAt + delay;
        }

        NextChange = _due is { } end && (NextChange is null || end < NextChange) ? end : NextChange;
    }

    private void End(DateTimeOffset at, DateTimeOffset now, int exitCode, Action<ContainerEvent> report)
    {
        (_finishedAt, _exitCode, IsReady) = (at, exitCode, false);
        if (!_shouldRestart(_exitCode))
        {
            State = ContainerState.Terminated;
            return;
        }

        if (_finishedAt - _startedAt >= BackOffReset)
        {
            _crashes = 0;
        }
        // The first restart is immediate; each later one waits twice as long.
        var wait = _crashes == 0 ? TimeSpan.Zero : BackOff<int>.Delay(CrashBackOff, MaxCrashBackOff, _crashes - 1);
        _crashes++;
        Restarts++;
        _lastState = new JsonObject { ["terminated"] = TerminatedJson($"{Name}-{Restarts}") };
        (State, _due) = (ContainerState.Waiting, now + wait);
        _waitingReason = wait == TimeSpan.Zero ? "ContainerCreating" : "CrashLoopBackOff";
        _waitingMessage = wait == TimeSpan.Zero ? null : $"back-off {Format(wait)} restarting failed container={Name}";
        if (wait > TimeSpan.Zero)
        {
            report(new ContainerEvent(this, IsWarning: true, "BackOff", $"Back-off restarting failed container {Name}"));
        }

        NextChange = _due;
    }

    private static string Format(TimeSpan wait) => wait.TotalSeconds < 60 ? $"{wait:%s}s" : $"{(int)wait.TotalMinutes}m{wait.Seconds}s";

    private JsonObject StateJson(string id, bool waitsForInit) =>
        State switch
        {
            ContainerState.Running => new JsonObject { ["running"] = new JsonObject { ["startedAt"] = Timestamps.Format(_startedAt) } },
            ContainerState.Terminated => new JsonObject { ["terminated"] = TerminatedJson(id) },
            _ => new JsonObject { ["waiting"] = WaitingJson(waitsForInit) },
        };

    private JsonObject WaitingJson(bool waitsForInit)
    {
        var json = new JsonObject { ["reason"] = waitsForInit ? "PodInitializing" : _waitingReason };
        if (_waitingMessage is not null)
        {
            json["message"] = _waitingMessage;
        }

        return json;
    }

    private JsonObject TerminatedJson(string id) =>
        new()
        {
            ["exitCode"] = _exitCode,
            ["reason"] = _exitCode == 0 ? "Completed" : "Error",
            ["startedAt"] = Timestamps.Format(_startedAt),
            ["finishedAt"] = Timestamps.Format(_finishedAt),
            ["containerID"] = $"simulated://{id}",
        };
}
