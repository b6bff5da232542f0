namespace Infra.Rehearsal.Requests;

/// <summary>
/// How long requests took, in buckets whose bounds grow by <see cref="Growth"/>. Histograms add up: that of an hour is the sum of those of
/// its steps, and the quantiles of the sum are those of all requests, within the width of a bucket.
/// </summary>
public sealed class LatencyHistogram
{
    /// <summary>The upper bound of the first bucket.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMicroseconds(100);

    /// <summary>The ratio of two neighbouring bounds.</summary>
    public const double Growth = 1.05;

    /// <summary>The number of buckets; the last one has what takes longer than about 50 minutes.</summary>
    public const int Buckets = 356;

    private readonly double[] _counts = new double[Buckets];

    /// <summary>The number of requests.</summary>
    public double Count { get; private set; }

    /// <summary>The mean; zero without requests.</summary>
    public TimeSpan Mean => Count > 0 ? TimeSpan.FromSeconds(SumOfSeconds / Count) : TimeSpan.Zero;

    private double SumOfSeconds { get; set; }

    /// <summary>Adds requests that took the same time.</summary>
    public void Add(TimeSpan time, double count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _counts[FindBucket(time)] += count;
        Count += count;
        SumOfSeconds += count * time.TotalSeconds;
    }

    /// <summary>Adds the requests of another histogram, each of them <paramref name="weight"/> times.</summary>
    public void Add(LatencyHistogram other, double weight = 1)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < Buckets; i++)
        {
            _counts[i] += other._counts[i] * weight;
        }

        Count += other.Count * weight;
        SumOfSeconds += other.SumOfSeconds * weight;
    }

    /// <summary>Adds requests to a bucket, or to the nearest one there is.</summary>
    internal void Add(int bucket, double count, double seconds)
    {
        _counts[Math.Clamp(bucket, 0, Buckets - 1)] += count;
        Count += count;
        SumOfSeconds += seconds;
    }

    /// <summary>The time within which a part of the requests, from 0 to 1, ended; null without requests.</summary>
    public TimeSpan? Quantile(double part)
    {
        if (Count <= 0)
        {
            return null;
        }

        var (sought, before) = (part * Count, 0.0);
        for (var i = 0; i < Buckets; i++)
        {
            if (_counts[i] > 0 && before + _counts[i] >= sought)
            {
                var within = Math.Clamp((sought - before) / _counts[i], 0, 1);
                return Bound(i - 1) + (Bound(i) - Bound(i - 1)) * within;
            }

            before += _counts[i];
        }

        return Bound(Buckets - 1);
    }

    /// <summary>The part of the requests, from 0 to 1, that ended within a time; null without requests.</summary>
    public double? PartWithin(TimeSpan time)
    {
        if (Count <= 0)
        {
            return null;
        }

        var bucket = FindBucket(time);
        var below = _counts.AsSpan(0, bucket);
        var sum = 0.0;
        foreach (var count in below)
        {
            sum += count;
        }

        var width = Bound(bucket) - Bound(bucket - 1);
        return Math.Min(1, (sum + _counts[bucket] * Math.Clamp((time - Bound(bucket - 1)) / width, 0, 1)) / Count);
    }

    private static int FindBucket(TimeSpan time) =>
        time <= Shortest ? 0 : Math.Min(Buckets - 1, (int)Math.Ceiling(Math.Log(time / Shortest) / Math.Log(Growth) - 1e-9));

    private static TimeSpan Bound(int bucket) => bucket < 0 ? TimeSpan.Zero : Shortest * Math.Pow(Growth, bucket);
}
