namespace Infra.Rehearsal.Requests;

/// <summary>How long requests stay at a pod's cores, calculated once for levels of the utilisation and interpolated between them.</summary>
internal sealed class SojournTimes
{
    /// <summary>The utilisation up to which a queue is taken as stationary; what exceeds it is a backlog.</summary>
    public const double MaxUtilisation = 0.95;

    private const double LevelWidth = 0.1;
    private const double MaxExponent = 3;

    private readonly (TimeDistribution Times, (double Mean, double Variance)[] Moments)?[] _levels = new (
        TimeDistribution,
        (double, double)[]
    )?[LevelOf(MaxUtilisation) + 2];

    private readonly Func<double, (double Mean, double Variance)[]> _findMoments;
    private readonly Func<double, TimeDistribution>? _findTimes;
    private readonly RequestSizes _sizes;
    private readonly double _mean;

    private SojournTimes(
        RequestSizes sizes,
        double mean,
        Func<double, (double, double)[]> findMoments,
        Func<double, TimeDistribution>? findTimes
    ) => (_sizes, _mean, _findMoments, _findTimes) = (sizes, mean, findMoments, findTimes);

    /// <summary>The times at cores that are shared.</summary>
    public static SojournTimes Create(RequestSizes sizes, double mean, double cores, int concurrency, ArrivalPattern arrivals) =>
        new(sizes, mean, utilisation => FindMoments(sizes, cores, concurrency, utilisation, arrivals), null);

    /// <summary>
    /// The times at cores that a quota stops; <paramref name="cores"/> can be used at a time, <paramref name="limit"/> on average.
    /// </summary>
    public static SojournTimes Create(
        RequestSizes sizes,
        double mean,
        double cores,
        double limit,
        int concurrency,
        ArrivalPattern arrivals
    ) =>
        new(
            sizes,
            mean,
            utilisation => FindMoments(sizes, limit, concurrency, utilisation, arrivals),
            utilisation =>
                new CpuQuota(limit, cores, mean, utilisation).FindTimes(
                    sizes,
                    FindMoments(sizes, cores, concurrency, utilisation * limit / cores, arrivals)
                )
        );

    /// <summary>The times at a utilisation.</summary>
    public TimeDistribution Find(double utilisation)
    {
        var (level, part) = Split(utilisation);
        var (lower, upper) = (Level(level).Times, part > 0 ? Level(level + 1).Times : TimeDistribution.Zero);
        return part > 0 ? TimeDistribution.Mix([(lower, 1 - part), (upper, part)]) : lower;
    }

    /// <summary>The times beside a backlog that has the cores, too.</summary>
    /// <param name="utilisation">The utilisation.</param>
    /// <param name="backlog">The requests of the backlog.</param>
    /// <param name="growth">How many it gains in a second.</param>
    /// <param name="cores">The cores, on average.</param>
    public TimeDistribution Find(double utilisation, double backlog, double growth, double cores)
    {
        var (level, part) = Split(utilisation);
        var (lower, upper) = (Level(level).Moments, Level(level + (part > 0 ? 1 : 0)).Moments);
        var masses = TimeDistribution.NewMasses();
        for (var i = 0; i < lower.Length; i++)
        {
            var size = _sizes.Sizes[i] * _mean;
            var mean = ((1 - part) * lower[i].Mean + part * upper[i].Mean) * _mean;
            var variance = ((1 - part) * lower[i].Variance + part * upper[i].Variance) * _mean * _mean;
            var exponent = Math.Clamp(growth * size / cores, -MaxExponent, MaxExponent);
            var slowed = Math.Abs(exponent) < 1e-6 ? size / cores : (Math.Exp(exponent) - 1) / exponent * size / cores;
            TimeDistribution.AddGamma(masses, size + backlog * slowed, mean - size, variance, _sizes.Weights[i]);
        }

        return TimeDistribution.Of(masses);
    }

    /// <summary>The part of the times' variance that is due to the queue and not to the sizes of the requests.</summary>
    public double VarianceByQueue(double utilisation)
    {
        var moments = Level(Split(utilisation).Level).Moments;
        var (mean, square, byQueue) = (0.0, 0.0, 0.0);
        for (var i = 0; i < moments.Length; i++)
        {
            mean += _sizes.Weights[i] * moments[i].Mean;
            square += _sizes.Weights[i] * moments[i].Mean * moments[i].Mean;
            byQueue += _sizes.Weights[i] * moments[i].Variance;
        }

        var all = byQueue + Math.Max(0, square - mean * mean);
        return all > 0 ? byQueue / all : 0;
    }

    private static (double Mean, double Variance)[] FindMoments(
        RequestSizes sizes,
        double cores,
        int concurrency,
        double utilisation,
        ArrivalPattern arrivals
    ) => new SharingChain(cores, concurrency, utilisation, sizes.Variation, arrivals).FindTimes(sizes.Sizes);

    private static int LevelOf(double utilisation) => (int)(-Math.Log(1 - utilisation) / LevelWidth);

    private static (int Level, double Part) Split(double utilisation)
    {
        var exact = -Math.Log(1 - Math.Clamp(utilisation, 0, MaxUtilisation)) / LevelWidth;
        return ((int)exact, exact - (int)exact);
    }

    private (TimeDistribution Times, (double Mean, double Variance)[] Moments) Level(int level)
    {
        if (_levels[level] is { } found)
        {
            return found;
        }

        var utilisation = 1 - Math.Exp(-level * LevelWidth);
        var moments = _findMoments(utilisation);
        if (_findTimes is not null)
        {
            return (_levels[level] = (_findTimes(utilisation), moments)).Value;
        }

        var masses = TimeDistribution.NewMasses();
        for (var i = 0; i < moments.Length; i++)
        {
            var (mean, variance) = (moments[i].Mean - _sizes.Sizes[i], moments[i].Variance);
            TimeDistribution.AddGamma(masses, _sizes.Sizes[i] * _mean, mean * _mean, variance * _mean * _mean, _sizes.Weights[i]);
        }

        return (_levels[level] = (TimeDistribution.Of(masses), moments)).Value;
    }
}
