namespace Infra.Rehearsal.Calibration.Prometheus;

/// <summary>A range of time and the steps in which it is asked for.</summary>
/// <param name="From">Its start.</param>
/// <param name="Until">Its end.</param>
/// <param name="Step">The time between two values, and the window of each: windows do not overlap, so that samples are independent.</param>
internal sealed record QueryRange(DateTimeOffset From, DateTimeOffset Until, TimeSpan Step)
{
    private const int Steps = 500;

    // Four scrapes at the interval of the stack's monitoring: a rate needs two, and one may fail.
    private static readonly TimeSpan ShortestStep = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ShortestRange = ShortestStep * 5;

    public static QueryRange Create(DateTimeOffset from, DateTimeOffset until)
    {
        if (until - from < ShortestRange)
        {
            throw new CalibrationException(
                $"The range from {from:u} to {until:u} is shorter than {ShortestRange.TotalMinutes} minutes: choose a longer one"
            );
        }

        var step = TimeSpan.FromSeconds(Math.Ceiling((until - from).TotalSeconds / Steps));
        return new QueryRange(from, until, step < ShortestStep ? ShortestStep : step);
    }
}
