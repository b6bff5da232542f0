namespace Infra.Rehearsal.Running;

/// <summary>The steps in which a rehearsal advances, and the times of its calendar.</summary>
internal static class RehearsalTimes
{
    /// <summary>The start of the scenario in the cluster's calendar: midnight, on a Monday.</summary>
    public static readonly DateTimeOffset Zero = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>From the creation of the objects to the start of the scenario.</summary>
    public static readonly TimeSpan Preparation = TimeSpan.FromHours(2);

    /// <summary>For how long all pods may take to get ready before the scenario.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(40);

    /// <summary>For how long the load of the first moment is present before the scenario starts.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(15);

    /// <summary>The windows in which expectations are checked.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const int MaxSamples = 480;

    private static readonly int[] _sampleSeconds = [1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600];

    /// <summary>The step of a scenario: a divisor of the 15 seconds in which metrics are collected.</summary>
    public static TimeSpan GetStep(TimeSpan duration) =>
        TimeSpan.FromSeconds(
            duration <= TimeSpan.FromMinutes(30) ? 1
            : duration <= TimeSpan.FromHours(4) ? 5
            : 15
        );

    /// <summary>The interval between the samples of a scenario, a multiple of its step.</summary>
    public static TimeSpan GetSampleInterval(TimeSpan duration)
    {
        var step = GetStep(duration);
        return TimeSpan.FromSeconds(
            _sampleSeconds.First(seconds =>
                (seconds % step.TotalSeconds == 0 && duration.TotalSeconds / seconds <= MaxSamples) || seconds == _sampleSeconds[^1]
            )
        );
    }
}
