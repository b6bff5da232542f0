namespace Infra.Rehearsal.Requests;

/// <summary>
/// A distribution of times as masses on points that grow geometrically; one point is zero. A time between two points counts at both, so
/// that the mean is exact. The whole mass may be below 1: the rest of the requests fails. Never changed after it is made.
/// </summary>
internal sealed class TimeDistribution
{
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
            Sum += masses[i] * TimeGrid.Times[i];
            SumOfSquares += masses[i] * TimeGrid.Times[i] * TimeGrid.Times[i];
        }
    }

    /// <summary>No time at all, for certain.</summary>
    public static TimeDistribution Zero { get; } = Of([(0, 1)]);

    /// <summary>No request.</summary>
    public static TimeDistribution None { get; } = new(new double[TimeGrid.Count]);

    /// <summary>The part of the requests that succeed.</summary>
    public double Mass { get; }

    /// <summary>The mean in seconds of those that succeed.</summary>
    public double Mean => Mass > 0 ? Sum / Mass : 0;

    /// <summary>The squared coefficient of variation of those that succeed.</summary>
    public double Variation => Sum > 0 ? Math.Max(0, SumOfSquares * Mass / (Sum * Sum) - 1) : 0;

    /// <summary>The variance of those that succeed.</summary>
    public double Variance => Variation * Mean * Mean;

    private double Sum { get; }

    private double SumOfSquares { get; }

    /// <summary>A distribution of times and their masses.</summary>
    public static TimeDistribution Of(IEnumerable<(double Time, double Mass)> parts)
    {
        var masses = new double[TimeGrid.Count];
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

        var masses = new double[TimeGrid.Count];
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
        for (var i = TimeGrid.FindPoint(constant); i < TimeGrid.Count && below < 1 - 1e-9; i++)
        {
            var bound = (i + 1 < TimeGrid.Count ? (TimeGrid.Times[i] + TimeGrid.Times[i + 1]) / 2 : double.MaxValue) - constant;
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
    public static double[] NewMasses() => new double[TimeGrid.Count];

    /// <summary>The distribution of filled masses, which must not be changed after that.</summary>
    public static TimeDistribution Of(double[] masses) => new(masses);

    /// <summary>Each time longer by a constant.</summary>
    public TimeDistribution Shift(double by)
    {
        if (by <= 0)
        {
            return this;
        }

        var masses = new double[TimeGrid.Count];
        for (var i = _first; i <= _last; i++)
        {
            Add(masses, TimeGrid.Times[i] + by, _masses[i]);
        }

        return new TimeDistribution(masses);
    }

    /// <summary>The sum of two independent times.</summary>
    public TimeDistribution Plus(TimeDistribution other)
    {
        var masses = new double[TimeGrid.Count];
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

                var (steps, upper) = TimeGrid.Sums[longer - shorter];
                masses[Math.Min(longer + steps, TimeGrid.Count - 1)] += product * (1 - upper);
                masses[Math.Min(longer + steps + 1, TimeGrid.Count - 1)] += product * upper;
            }
        }

        return new TimeDistribution(masses);
    }

    /// <summary>The sum of a mean number of times: the whole part of the number, and one more with the rest's probability.</summary>
    /// <param name="number">The number.</param>
    /// <param name="correlation">The correlation of two of the times.</param>
    public TimeDistribution Repeat(double number, double correlation) =>
        Combine(number, whole => Mix([(SumOf(whole), 1 - correlation), (Scale(whole, whole), correlation)]));

    /// <summary>The longest of a mean number of times.</summary>
    /// <param name="number">The number.</param>
    /// <param name="correlation">The correlation of two of the times.</param>
    public TimeDistribution Longest(double number, double correlation) =>
        Combine(number, whole => Mix([(Transform(below => Math.Pow(below, whole)), 1 - correlation), (Scale(1, whole), correlation)]));

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
        if (TimeGrid.Times[_last] * Math.Sqrt(TimeGrid.Ratio) <= limit)
        {
            return this;
        }

        var masses = new double[TimeGrid.Count];
        for (var i = _first; i <= _last; i++)
        {
            var part = i == 0 ? 1 : Math.Clamp(Math.Log(limit / TimeGrid.Times[i]) / TimeGrid.LogRatio + 0.5, 0, 1);
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
            var bucket = TimeGrid.BucketOf(i);
            var half = _masses[i] * count / 2;
            histogram.Add(bucket, half, half * TimeGrid.Times[i]);
            histogram.Add(bucket + 1, half, half * TimeGrid.Times[i]);
        }
    }

    private static void Add(double[] masses, double time, double mass)
    {
        var point = TimeGrid.FindPoint(time);
        if (point >= TimeGrid.Count - 1)
        {
            masses[TimeGrid.Count - 1] += mass;
            return;
        }

        var upper = (time - TimeGrid.Times[point]) / (TimeGrid.Times[point + 1] - TimeGrid.Times[point]);
        masses[point] += mass * (1 - upper);
        masses[point + 1] += mass * upper;
    }

    private TimeDistribution Combine(double number, Func<int, TimeDistribution> combine)
    {
        var whole = (int)number;
        return number > whole ? Mix([(Of(whole), 1 - (number - whole)), (Of(whole + 1), number - whole)]) : Of(whole);

        TimeDistribution Of(int count) =>
            count switch
            {
                0 => Zero,
                1 => this,
                _ => combine(count),
            };
    }

    private TimeDistribution SumOf(int number)
    {
        var (result, square) = (Zero, this);
        for (var left = number; left > 0; left >>= 1)
        {
            result = (left & 1) == 1 ? result.Plus(square) : result;
            square = left > 1 ? square.Plus(square) : square;
        }

        return result;
    }

    // As if several times were the same: a part of such cases gives sums the variance of correlated times.
    private TimeDistribution Scale(double factor, int times)
    {
        var masses = new double[TimeGrid.Count];
        for (var i = _first; i <= _last; i++)
        {
            Add(masses, TimeGrid.Times[i] * factor, _masses[i] * Math.Pow(Mass, times - 1));
        }

        return new TimeDistribution(masses);
    }

    private TimeDistribution Transform(Func<double, double> cumulative)
    {
        var masses = new double[TimeGrid.Count];
        var (below, before) = (0.0, 0.0);
        for (var i = 0; i < TimeGrid.Count; i++)
        {
            below += _masses[i];
            var value = cumulative(below);
            masses[i] = Math.Max(0, value - before);
            before = value;
        }

        return new TimeDistribution(masses);
    }
}
