namespace Infra.Backend.Planning;

/// <summary>The period, timeout and failure threshold of a probe.</summary>
internal sealed record ProbeTiming(TimeSpan Period, TimeSpan Timeout, int FailureThreshold)
{
    private const int Tries = 3;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>The time from the first failed probe to the reaction.</summary>
    public TimeSpan DetectionTime => Period * FailureThreshold;

    /// <summary>
    /// Creates a timing that detects a failure within a given time: three tries, or fewer if the time is shorter than three seconds,
    /// because the resolution of Kubernetes' probes is one second. The timeout is half a period.
    /// </summary>
    public static ProbeTiming DetectWithin(TimeSpan time)
    {
        var seconds = Math.Max(1, (int)time.TotalSeconds);
        var tries = Math.Min(Tries, seconds);
        var period = TimeSpan.FromSeconds(seconds / tries);
        var timeout = TimeSpan.FromSeconds(Math.Max(1, (int)period.TotalSeconds / 2));
        return new ProbeTiming(period, timeout, tries);
    }

    /// <summary>Creates the timing of a startup probe: every second, so that a program that starts fast becomes ready fast.</summary>
    public static ProbeTiming StartWithin(TimeSpan time) => new(Second, Second, Math.Max(1, (int)Math.Ceiling(time.TotalSeconds)));

    /// <summary>
    /// Creates the timing of the liveness probe that belongs to this readiness probe: each period is as long as the readiness probe's whole
    /// detection.
    /// </summary>
    public ProbeTiming ForLiveness() => this with { Period = DetectionTime, Timeout = Period };
}
