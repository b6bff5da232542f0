namespace Infra.Rehearsal.Requests;

/// <summary>
/// A CPU limit as the kernel enforces it: in each period the threads of a pod run on all cores until they have used the quota, and then
/// stop until the period's end. Work that is left at the end of a period is a random walk with a barrier at zero.
/// </summary>
/// <param name="limit">The limit in cores.</param>
/// <param name="cores">The cores that can be used at a time, more than the limit.</param>
/// <param name="mean">The mean CPU time of a request in seconds.</param>
/// <param name="utilisation">The part of the limit that is used.</param>
internal sealed class CpuQuota(double limit, double cores, double mean, double utilisation)
{
    private const double Period = 0.1;
    private const int CellsPerQuota = 24;
    private const int MaxCells = 600;
    private const int MaxPeriods = 150;
    private const int Phases = 10;
    private const double Settled = 1e-6;

    private readonly double _quota = limit * Period;

    private double Cell => _quota / CellsPerQuota;

    private double Rate => utilisation * limit / mean;

    /// <summary>The part of the periods in which the quota is used up.</summary>
    public double Throttled
    {
        get
        {
            var used = Add(FindLeft(), FindArrived(Period));
            return used.Length > CellsPerQuota ? used[CellsPerQuota..].Sum() : 0;
        }
    }

    /// <summary>The times of requests.</summary>
    /// <param name="sizes">Their sizes.</param>
    /// <param name="unlimited">The mean and variance of each size without the limit, in parts of the mean CPU time.</param>
    public TimeDistribution FindTimes(RequestSizes sizes, (double Mean, double Variance)[] unlimited)
    {
        var masses = TimeDistribution.NewMasses();
        var left = FindLeft();
        var running = new double[sizes.Sizes.Count];
        for (var phase = 0; phase < Phases; phase++)
        {
            var at = (phase + 0.5) * Period / Phases;
            var used = Add(left, FindArrived(at));
            for (var cell = 0; cell < used.Length; cell++)
            {
                if (used[cell] > 1e-9)
                {
                    AddStopped(masses, sizes, running, at, cell * Cell, used[cell] / Phases);
                }
            }
        }

        for (var i = 0; i < running.Length; i++)
        {
            var size = sizes.Sizes[i] * mean;
            var (excess, variance) = (unlimited[i].Mean * mean - size, unlimited[i].Variance * mean * mean);
            TimeDistribution.AddGamma(masses, size, excess, variance, running[i]);
        }

        return TimeDistribution.Of(masses);
    }

    // Work before a request in its period: what was left and what arrived. If the request fits into the quota, it never stops.
    private void AddStopped(double[] masses, RequestSizes sizes, double[] running, double at, double before, double weight)
    {
        var used = Math.Min(_quota, before);
        var waiting = before - used;
        for (var i = 0; i < running.Length; i++)
        {
            var (size, mass) = (sizes.Sizes[i] * mean, sizes.Weights[i] * weight);
            if (used + size <= _quota && waiting <= 0)
            {
                running[i] += mass;
                continue;
            }

            // Work that is done before the request ends: its own, that of others which share the cores, and that of later ones.
            var shared = 1 - Math.Exp(-size / mean);
            var work = size + waiting * shared + utilisation / (1 - utilisation) * (size - mean * shared);
            var missing = work - (_quota - used);
            var periods = Math.Floor(missing / _quota);
            var rest = missing - periods * _quota;
            var speed = Math.Clamp(missing / size, 1, cores);
            TimeDistribution.AddGamma(masses, Period - at + periods * Period + rest / speed, 0, 0, mass);
        }
    }

    private double[] FindLeft()
    {
        var arrived = FindArrived(Period);
        double[] left = [1];
        for (var period = 0; period < MaxPeriods; period++)
        {
            var sum = Add(left, arrived);
            var next = new double[Math.Max(1, Math.Min(MaxCells, sum.Length - CellsPerQuota))];
            for (var cell = 0; cell < sum.Length; cell++)
            {
                next[Math.Clamp(cell - CellsPerQuota, 0, next.Length - 1)] += sum[cell];
            }

            next = Trim(next);
            var isSettled = next.Length == left.Length && Math.Abs(next[0] - left[0]) < Settled;
            left = next;
            if (isSettled)
            {
                break;
            }
        }

        return left;
    }

    // The work of a Poisson number of requests, each exponential: the mean of shared cores does not depend on more.
    private double[] FindArrived(double time)
    {
        var expected = Rate * time;
        var cells = Math.Max(2, Math.Min(MaxCells, (int)((expected + 6 * Math.Sqrt(2 * expected) + 16) * mean / Cell) + 2));
        var work = new double[cells];
        work[0] = Math.Exp(-expected);
        if (expected > 0)
        {
            // Moments of the work if there is any, as a gamma distribution.
            var some = 1 - Math.Exp(-expected);
            var first = expected * mean / some;
            var second = (2 * expected + expected * expected) * mean * mean / some;
            var (shape, scale) = (first * first / (second - first * first), (second - first * first) / first);
            var below = 0.0;
            for (var cell = 0; cell < cells; cell++)
            {
                var part = cell + 1 < cells ? GammaDistribution.Cumulative(shape, (cell + 0.5) * Cell / scale) : 1;
                work[cell] += some * (part - below);
                below = part;
            }
        }

        return Trim(work);
    }

    private static double[] Add(double[] left, double[] right)
    {
        var sum = new double[left.Length + right.Length - 1];
        for (var i = 0; i < left.Length; i++)
        {
            for (var j = 0; j < right.Length; j++)
            {
                sum[i + j] += left[i] * right[j];
            }
        }

        return sum;
    }

    private static double[] Trim(double[] masses)
    {
        var last = masses.Length - 1;
        while (last > 0 && masses[last] < 1e-10)
        {
            last--;
        }

        return masses[..(last + 1)];
    }
}
