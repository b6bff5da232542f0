namespace Infra.Rehearsal.Requests;

/// <summary>The points of time distributions: zero, and then each the same ratio above the one before.</summary>
internal static class TimeGrid
{
    private const int BucketsPerPoint = 2;
    private const int BucketsBelowShortest = 32;

    /// <summary>The number of points; the last one is about an hour.</summary>
    public const int Count = 196;

    /// <summary>The ratio of two neighbours.</summary>
    public static readonly double Ratio = Math.Pow(LatencyHistogram.Growth, BucketsPerPoint);

    /// <summary>Its logarithm.</summary>
    public static readonly double LogRatio = Math.Log(Ratio);

    /// <summary>The points in seconds.</summary>
    public static readonly double[] Times = FindTimes();

    /// <summary>For two points by their distance: how far above the upper one their sum is, and the part that counts at the next.</summary>
    public static readonly (int Steps, double Upper)[] Sums = FindSums();

    /// <summary>The bucket of a histogram that ends at a point.</summary>
    public static int BucketOf(int point) => BucketsPerPoint * (point - 1) - BucketsBelowShortest;

    /// <summary>The last point that is not above a time.</summary>
    public static int FindPoint(double time) =>
        time < Times[1] ? 0 : Math.Min(Count - 1, 1 + (int)(Math.Log(time / Times[1]) / LogRatio + 1e-9));

    private static double[] FindTimes()
    {
        var times = new double[Count];
        for (var i = 1; i < Count; i++)
        {
            times[i] = LatencyHistogram.Shortest.TotalSeconds * Math.Pow(LatencyHistogram.Growth, BucketOf(i));
        }

        return times;
    }

    private static (int Steps, double Upper)[] FindSums()
    {
        var sums = new (int, double)[Count];
        for (var distance = 0; distance < Count; distance++)
        {
            var factor = 1 + Math.Pow(Ratio, -distance);
            var steps = (int)(Math.Log(factor) / LogRatio);
            var lower = Math.Pow(Ratio, steps);
            sums[distance] = (steps, (factor - lower) / (lower * (Ratio - 1)));
        }

        return sums;
    }
}
