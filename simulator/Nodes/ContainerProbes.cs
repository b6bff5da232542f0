using System.Text.Json.Nodes;
using Infra.Simulator.Nodes.Probes;
using Infra.Simulator.Time;

namespace Infra.Simulator.Nodes;

/// <summary>The probes of a container, over its runs.</summary>
internal sealed class ContainerProbes
{
    private readonly ContainerProbe? _startupProbe;
    private readonly ContainerProbe? _readinessProbe;
    private readonly ContainerProbe? _livenessProbe;
    private ProbeRun? _startup;
    private ProbeRun? _readiness;
    private ProbeRun? _liveness;

    private ContainerProbes(JsonObject container)
    {
        _startupProbe = ContainerProbe.FromContainer(container, ProbeType.Startup);
        _readinessProbe = ContainerProbe.FromContainer(container, ProbeType.Readiness);
        _livenessProbe = ContainerProbe.FromContainer(container, ProbeType.Liveness);
    }

    /// <summary>Whether the container has started; always, without a startup probe.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>Whether it is ready; always after the start, without a readiness probe.</summary>
    public bool IsReady => IsStarted && (_readinessProbe is null || _readiness is { IsPassing: true });

    /// <summary>The probe whose failure demands a restart; null for none.</summary>
    public ContainerProbe? Failed =>
        _startup is { HasFailed: true } ? _startupProbe
        : _liveness is { HasFailed: true } ? _livenessProbe
        : null;

    /// <summary>The next time at which a probe is due; null for none.</summary>
    public DateTimeOffset? NextProbe =>
        Instants.Earlier(_startup?.NextProbe, Instants.Earlier(_readiness?.NextProbe, _liveness?.NextProbe));

    /// <summary>The probes of a container; null if it has none.</summary>
    public static ContainerProbes? Create(JsonObject container) =>
        container.ContainsKey("startupProbe") || container.ContainsKey("readinessProbe") || container.ContainsKey("livenessProbe")
            ? new ContainerProbes(container)
            : null;

    /// <summary>Begins to probe a new run.</summary>
    /// <param name="startedAt">The container's start.</param>
    /// <param name="from">The earliest time of the first probe.</param>
    /// <param name="delay">The time before the first probe, in addition to its initial delay.</param>
    public void Start(DateTimeOffset startedAt, DateTimeOffset from, TimeSpan delay)
    {
        (_startup, _readiness, _liveness) = (null, null, null);
        IsStarted = _startupProbe is null;
        if (_startupProbe is not null)
        {
            _startup = ProbeRun.Start(_startupProbe, startedAt + delay, from);
        }
        else
        {
            StartOthers(startedAt + delay, from);
        }
    }

    /// <summary>Stops probing, since the container has ended.</summary>
    public void Stop() => (_startup, _readiness, _liveness, IsStarted) = (null, null, null, false);

    /// <summary>Continues to probe a run of which only the status is known.</summary>
    public void Resume(bool isStarted, bool isReady, DateTimeOffset now)
    {
        IsStarted = isStarted || _startupProbe is null;
        _startup = IsStarted ? null : ProbeRun.Resume(_startupProbe!, isPassing: false, now);
        if (IsStarted)
        {
            _readiness = _readinessProbe is null ? null : ProbeRun.Resume(_readinessProbe, isReady, now);
            _liveness = _livenessProbe is null ? null : ProbeRun.Resume(_livenessProbe, isPassing: true, now);
        }
    }

    /// <summary>Probes at the next regular time, since the behaviour has changed.</summary>
    public void Replan(DateTimeOffset now)
    {
        _startup?.Replan(now);
        _readiness?.Replan(now);
        _liveness?.Replan(now);
    }

    /// <summary>Makes the probes that are due.</summary>
    public void Advance(DateTimeOffset now, DateTimeOffset startedAt, ContainerRun container, PodHost host)
    {
        var behaviour = container.Behaviour;
        if (_startup is { } startup)
        {
            var at = startup.NextProbe;
            startup.Advance(now, startedAt, behaviour.Startup, answer => Report(_startupProbe!, answer, container, host));
            if (startup.IsPassing && !IsStarted)
            {
                IsStarted = true;
                StartOthers(startedAt + behaviour.ProbeDelay, at ?? now);
            }
        }

        _readiness?.Advance(now, startedAt, behaviour.Readiness, answer => Report(_readinessProbe!, answer, container, host));
        _liveness?.Advance(now, startedAt, behaviour.Liveness, answer => Report(_livenessProbe!, answer, container, host));
    }

    private void StartOthers(DateTimeOffset startedAt, DateTimeOffset from)
    {
        _readiness = _readinessProbe is null ? null : ProbeRun.Start(_readinessProbe, startedAt, from);
        _liveness = _livenessProbe is null ? null : ProbeRun.Start(_livenessProbe, startedAt, from);
    }

    private static void Report(ContainerProbe probe, ProbeAnswer answer, ContainerRun container, PodHost host) =>
        host.Report(new ContainerEvent(container, IsWarning: true, "Unhealthy", probe.DescribeFailure(answer, host.GetPodAddress())));
}
