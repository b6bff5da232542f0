namespace Infra.Rehearsal.Requests;

/// <summary>
/// A distribution of times as masses on points that grow geometrically; one point is zero. A time between two points counts at both, so
/// that the mean is exact. The whole mass may be below 1: the rest of the requests fails. Never changed after it is made.
/// </summary>
internal sealed class TimeDistribution
{
    private const int BucketsPerPoint = 2;
    private const int BucketsBelowShortest = 32;
    private const int Count = 196;

    private static readonly double Ratio = Math.Pow(LatencyHistogram.Growth, BucketsPerPoint);
    private static readonly double LogRatio = Math.Log(Ratio);
    private static readonly double[] Times = FindTimes();
    private static readonly (int Steps, double Upper)[] Sums = FindSums();

    private readonly double[] _masses;
    private readonly int _first;
    private readonly int _last;

    private TimeDistribution(double[] masses)
    {
        _masses = masses;
        (_first, _last) = (0, masses.Length - 1);
        while (_first < _last && masses[_first] <= 0)
        {
            _first++;
        }

        while (_last > _first && masses[_last] <= 0)
        {
            _last--;
        }

        for (var i = _first; i <= _last; i++)
        {
            Mass += masses[i];
            Sum += masses[i] * Times[i];
            SumOfSquares += masses[i] * Times[i] * Times[i];
        }
    }

    /// <summary>No time at all, for certain.</summary>
    public static TimeDistribution Zero { get; } = At(0);

    /// <summary>No request.</summary>
    public static TimeDistribution None { get; } = new(new double[Count]);

    /// <summary>The part of the requests that succeed.</summary>
    public double Mass { get; }

    /// <summary>The mean in seconds of those that succeed.</summary>
    public double Mean => Mass > 0 ? Sum / Mass : 0;

    /// <summary>The squared coefficient of variation of those that succeed.</summary>
    public double Variation => Sum > 0 ? Math.Max(0, SumOfSquares * Mass / (Sum * Sum) - 1) : 0;

    private double Sum { get; }

    private double SumOfSquares { get; }

    /// <summary>A single time in seconds.</summary>
    public static TimeDistribution At(double time, double mass = 1)
    {
        var masses = new double[Count];
        Add(masses, time, mass);
        return new TimeDistribution(masses);
    }

    /// <summary>A distribution of times and their masses.</summary>
    public static TimeDistribution Of(IEnumerable<(double Time, double Mass)> parts)
    {
        var masses = new double[Count];
        foreach (var (time, mass) in parts)
        {
            Add(masses, time, mass);
        }

        return new TimeDistribution(masses);
    }

    /// <summary>Adds up distributions, each with its weight.</summary>
    public static TimeDistribution Mix(IReadOnlyList<(TimeDistribution Times, double Weight)> parts)
    {
        if (parts is [var (only, weight)] && weight == 1)
        {
            return only;
        }

        var masses = new double[Count];
        foreach (var (times, part) in parts)
        {
            for (var i = times._first; i <= times._last; i++)
            {
                masses[i] += times._masses[i] * part;
            }
        }

        return new TimeDistribution(masses);
    }

    /// <summary>A constant, and after it a time with a gamma distribution.</summary>
    public static void AddGamma(double[] masses, double constant, double mean, double variance, double mass)
    {
        if (mean <= 1e-9 || variance <= mean * mean * 1e-6)
        {
            Add(masses, constant + mean, mass);
            return;
        }

        // The mean part of each interval keeps the mean exact.
        var (shape, scale) = (mean * mean / variance, variance / mean);
        var (below, meanBelow) = (0.0, 0.0);
        for (var i = FindPoint(constant); i < Count && below < 1 - 1e-9; i++)
        {
            var bound = (i + 1 < Count ? (Times[i] + Times[i + 1]) / 2 : double.MaxValue) - constant;
            var (part, meanPart) = (
                GammaDistribution.Cumulative(shape, bound / scale),
                GammaDistribution.Cumulative(shape + 1, bound / scale) * mean
            );
            if (part - below > 1e-12)
            {
                Add(masses, constant + (meanPart - meanBelow) / (part - below), mass * (part - below));
                (below, meanBelow) = (part, meanPart);
            }
        }

        Add(masses, constant + mean, mass * (1 - below));
    }

    /// <summary>Room for masses that <see cref="AddGamma"/> fills.</summary>
    public static double[] NewMasses() => new double[Count];

    /// <summary>The distribution of filled masses, which must not be changed after that.</summary>
    public static TimeDistribution Of(double[] masses) => new(masses);

    /// <summary>Each time longer by a constant.</summary>
    public TimeDistribution Shift(double by)
    {
        if (by <= 0)
        {
            return this;
        }

        var masses = new double[Count];
        for (var i = _first; i <= _last; i++)
        {
            Add(masses, Times[i] + by, _masses[i]);
        }

        return new TimeDistribution(masses);
    }

    /// <summary>The sum of two independent times.</summary>
    public TimeDistribution Plus(TimeDistribution other)
    {
        var masses = new double[Count];
        for (var i = _first; i <= _last; i++)
        {
            var mass = _masses[i];
            if (mass <= 1e-12)
            {
                continue;
            }

            for (var j = other._first; j <= other._last; j++)
            {
                var product = mass * other._masses[j];
                var (longer, shorter) = i >= j ? (i, j) : (j, i);
                if (shorter == 0)
                {
                    masses[longer] += product;
                    continue;
                }

                var (steps, upper) = Sums[longer - shorter];
                masses[Math.Min(longer + steps, Count - 1)] += product * (1 - upper);
                masses[Math.Min(longer + steps + 1, Count - 1)] += product * upper;
            }
        }

        return new TimeDistribution(masses);
    }

    /// <summary>The sum of a mean number of independent times: the whole part of the number, and one more with the rest's probability.</summary>
    public TimeDistribution Repeat(double number)
    {
        var whole = (int)number;
        var (result, square) = (Zero, this);
        for (var left = whole; left > 0; left >>= 1)
        {
            result = (left & 1) == 1 ? result.Plus(square) : result;
            square = left > 1 ? square.Plus(square) : square;
        }

        return number > whole ? result.Plus(Mix([(Zero, 1 - (number - whole)), (this, number - whole)])) : result;
    }

    /// <summary>The longest of a mean number of independent times.</summary>
    public TimeDistribution Longest(double number)
    {
        var (whole, rest) = (Math.Floor(number), number - Math.Floor(number));
        return Transform(below => Math.Pow(below, whole) * (1 - rest + rest * below));
    }

    /// <summary>The longer of two independent times.</summary>
    public TimeDistribution Max(TimeDistribution other)
    {
        var otherBelow = 0.0;
        var index = 0;
        return Transform(below =>
        {
            otherBelow += other._masses[index++];
            return below * otherBelow;
        });
    }

    /// <summary>The times of at most a limit in seconds.</summary>
    public TimeDistribution Until(double limit)
    {
        if (Times[_last] * Math.Sqrt(Ratio) <= limit)
        {
            return this;
        }

        var masses = new double[Count];
        for (var i = _first; i <= _last; i++)
        {
            var part = i == 0 ? 1 : Math.Clamp(Math.Log(limit / Times[i]) / LogRatio + 0.5, 0, 1);
            masses[i] = _masses[i] * part;
        }

        return new TimeDistribution(masses);
    }

    /// <summary>Adds the times, <paramref name="count"/> for a mass of 1, to a histogram.</summary>
    public void AddTo(LatencyHistogram histogram, double count)
    {
        for (var i = _first; i <= _last; i++)
        {
            // A point stands for the times around it: half of them in the bucket that it bounds, half in the next.
            var bucket = BucketsPerPoint * (i - 1) - BucketsBelowShortest;
            var half = _masses[i] * count / 2;
            histogram.Add(bucket, half, half * Times[i]);
            histogram.Add(bucket + 1, half, half * Times[i]);
        }
    }

    private static void Add(double[] masses, double time, double mass)
    {
        var point = FindPoint(time);
        if (point >= Count - 1)
        {
            masses[Count - 1] += mass;
            return;
        }

        var upper = (time - Times[point]) / (Times[point + 1] - Times[point]);
        masses[point] += mass * (1 - upper);
        masses[point + 1] += mass * upper;
    }

    private static int FindPoint(double time) =>
        time < Times[1] ? 0 : Math.Min(Count - 1, 1 + (int)(Math.Log(time / Times[1]) / LogRatio + 1e-9));

    private static double[] FindTimes()
    {
        var times = new double[Count];
        for (var i = 1; i < Count; i++)
        {
            times[i] =
                LatencyHistogram.Shortest.TotalSeconds
                * Math.Pow(LatencyHistogram.Growth, BucketsPerPoint * (i - 1) - BucketsBelowShortest);
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

    private TimeDistribution Transform(Func<double, double> cumulative)
    {
        var masses = new double[Count];
        var (below, before) = (0.0, 0.0);
        for (var i = 0; i < Count; i++)
        {
            below += _masses[i];
            var value = cumulative(below);
            masses[i] = Math.Max(0, value - before);
            before = value;
        }

        return new TimeDistribution(masses);
    }
}
