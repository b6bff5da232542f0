namespace Infra.Backend.Resilience;

/// <summary>The pace of a probe: how often, how patiently, and how many failures in a row count.</summary>
/// <param name="Period">Between two probes.</param>
/// <param name="Timeout">Until an unanswered probe counts as failed.</param>
/// <param name="Failures">In a row.</param>
internal sealed record Heartbeat(TimeSpan Period, TimeSpan Timeout, int Failures)
{
    private const int Tries = 3;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>From the first failed probe to the verdict.</summary>
    public TimeSpan DetectionTime => Period * Failures;

    /// <summary>
    /// The pace that finds a failure within the time given: interval = time / tries, in whole seconds, which is all Kubernetes knows.
    /// A time too short for three tries gets fewer. An answer may take half an interval.
    /// </summary>
    public static Heartbeat DetectingWithin(TimeSpan time)
    {
        var seconds = Math.Max(1, (int)time.TotalSeconds);
        var tries = Math.Min(Tries, seconds);
        var period = TimeSpan.FromSeconds(seconds / tries);
        var timeout = TimeSpan.FromSeconds(Math.Max(1, (int)period.TotalSeconds / 2));
        return new Heartbeat(period, timeout, tries);
    }

    /// <summary>Every second until the program has started, so that a fast start is not made slow.</summary>
    public static Heartbeat StartingWithin(TimeSpan time) =>
        new(Second, Second, Math.Max(1, (int)Math.Ceiling(time.TotalSeconds)));

    /// <summary>The pace of restarting: as many failures, each interval as long as the whole detection.</summary>
    public Heartbeat Slower() => this with { Period = DetectionTime, Timeout = Period };
}
