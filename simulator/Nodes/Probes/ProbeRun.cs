namespace Infra.Simulator.Nodes.Probes;

/// <summary>
/// The state of a probe of a running container. A probe whose next answers cannot change anything is due only when the answers change, so
/// that a healthy container costs nothing.
/// </summary>
internal sealed class ProbeRun
{
    private readonly ContainerProbe _probe;
    private DateTimeOffset _latest;
    private bool? _result;
    private int _repeated;

    private ProbeRun(ContainerProbe probe, DateTimeOffset first)
    {
        (_probe, NextProbe, _latest) = (probe, first, first - probe.Period);
        IsPassing = probe.Type == ProbeType.Liveness;
    }

    /// <summary>Whether it passes, by its thresholds.</summary>
    public bool IsPassing { get; private set; }

    /// <summary>Whether the container must be restarted.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>When it is due; null if no answer can change anything.</summary>
    public DateTimeOffset? NextProbe { get; private set; }

    /// <summary>Starts a probe.</summary>
    /// <param name="probe">The probe.</param>
    /// <param name="startedAt">The container's start, from which the initial delay counts.</param>
    /// <param name="from">The earliest time of the first probe.</param>
    public static ProbeRun Start(ContainerProbe probe, DateTimeOffset startedAt, DateTimeOffset from)
    {
        var first = startedAt + probe.InitialDelay;
        // Liveness keeps the period since the container's start; kubelet begins with readiness at once.
        return new ProbeRun(
            probe,
            first >= from ? first
                : probe.Type == ProbeType.Liveness ? GetTick(first, probe.Period, from)
                : from
        );
    }

    /// <summary>Restores a probe of which only the result is known.</summary>
    public static ProbeRun Resume(ContainerProbe probe, bool isPassing, DateTimeOffset now) =>
        new(probe, now + probe.Period) { IsPassing = isPassing || probe.Type == ProbeType.Liveness };

    /// <summary>Makes the probes that are due.</summary>
    /// <param name="now">The current time.</param>
    /// <param name="startedAt">The container's start.</param>
    /// <param name="answers">What the container answers.</param>
    /// <param name="report">Called for each failure.</param>
    public void Advance(DateTimeOffset now, DateTimeOffset startedAt, ProbeAnswers answers, Action<ProbeAnswer> report)
    {
        while (NextProbe is { } at && at <= now)
        {
            _latest = at;
            var answer = answers.GetAt(at - startedAt);
            var passes = _probe.Passes(answer);
            if (!passes)
            {
                report(answer);
            }

            Count(passes);
            NextProbe = FindNext(startedAt, answers);
        }
    }

    /// <summary>Probes at the next regular time, since the answers have changed.</summary>
    public void Replan(DateTimeOffset now)
    {
        if (!IsDone)
        {
            NextProbe = GetTick(_latest, _probe.Period, now > _latest ? now : _latest + _probe.Period);
        }
    }

    private bool IsDone => HasFailed || (_probe.Type == ProbeType.Startup && IsPassing);

    private void Count(bool passes)
    {
        _repeated = _result == passes ? _repeated + 1 : 1;
        _result = passes;
        if (_repeated >= (passes ? _probe.SuccessThreshold : _probe.FailureThreshold))
        {
            IsPassing = passes;
            HasFailed = !passes && _probe.Type != ProbeType.Readiness;
        }
    }

    private DateTimeOffset? FindNext(DateTimeOffset startedAt, ProbeAnswers answers)
    {
        if (IsDone)
        {
            return null;
        }

        var next = _latest + _probe.Period;
        if (_result != true || !IsPassing)
        {
            return next;
        }

        return answers.FindChangeAfter(_latest - startedAt) is { } change ? GetTick(_latest, _probe.Period, startedAt + change) : null;
    }

    /// <summary>The first of the times <paramref name="start"/>, one period later and so on that is not before a time.</summary>
    private static DateTimeOffset GetTick(DateTimeOffset start, TimeSpan period, DateTimeOffset notBefore) =>
        start + (period * Math.Ceiling((notBefore - start) / period));
}
