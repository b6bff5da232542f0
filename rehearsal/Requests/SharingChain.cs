namespace Infra.Rehearsal.Requests;

/// <summary>
/// The time of a request that shares the cores of a pod with others, by its size. The number of others is a birth-death process; while the
/// request gets one unit of work, each other request gets one, too. Times are in parts of the mean CPU time.
/// </summary>
internal sealed class SharingChain
{
    private const double Negligible = 1e-7;
    private const double Step = 0.1;
    private const int MostStretched = 4;
    private const int FixedPointSteps = 200;

    private readonly double[] _births;
    private readonly double[] _slowness;
    private readonly double[] _deaths;
    private readonly double[] _found;

    /// <summary>Finds the stationary numbers of requests.</summary>
    public SharingChain(double cores, int concurrency, double utilisation, double variation, ArrivalPattern arrivals)
    {
        var equivalent = SharedCores.EquivalentUtilisation(cores, utilisation, arrivals.WaitingFactor(utilisation, variation));
        var burst = Math.Min(arrivals.Burst, MostStretched);
        var states = (int)(
            Math.Ceiling(cores) + 3 + 4 * arrivals.Burst + (equivalent > 0 ? burst * Math.Log(Negligible) / Math.Log(equivalent) : 0)
        );
        _slowness = new double[states];
        _deaths = new double[states];
        for (var n = 0; n < states; n++)
        {
            _slowness[n] = Math.Max(1, Math.Min(n + 1, concurrency) / cores);
            _deaths[n] = Math.Min(n, concurrency - 1);
        }

        _births = new double[states];
        Array.Fill(_births, equivalent * cores, 0, states - 1);
        _found = arrivals.Burst > 1 ? FindNumbersOfBursts(cores, concurrency, arrivals) : FindNumbers(cores, concurrency);
        if (arrivals is { Balancing: Balancing.LeastRequest, Burst: 1 } && utilisation > 0)
        {
            var scale = 1.0;
            for (var i = 0; i < FixedPointSteps; i++)
            {
                var served = Enumerable.Range(0, states).Sum(n => _found[n] * Math.Min(Math.Min(n, concurrency), cores));
                scale *= served > 0 ? Math.Sqrt(utilisation * cores / served) : 1;
                PreferTheShortest(utilisation, cores, scale, arrivals.Pods);
                _found = FindNumbers(cores, concurrency);
            }

            // What an arriving request finds is weighted with the arrivals in each state.
            for (var n = 0; n < states; n++)
            {
                _found[n] *= _births[n];
            }

            Normalise(_found);
        }
    }

    /// <summary>The mean and the variance of the time of each size; the sizes ascend.</summary>
    public (double Mean, double Variance)[] FindTimes(IReadOnlyList<double> sizes)
    {
        var states = _births.Length;
        var (first, second, work) = (new double[states], new double[states], 0.0);
        var times = new (double, double)[sizes.Count];
        var system = new Tridiagonal(states);
        for (var i = 0; i < times.Length; i++)
        {
            var steps = Math.Max(2, (int)Math.Ceiling((sizes[i] - work) / Step));
            var step = (sizes[i] - work) / steps;
            system.Factor(step / 2, _births, _slowness, _deaths);
            for (var k = 0; k < steps; k++)
            {
                var before = (double[])first.Clone();
                system.Advance(first, n => step * _slowness[n]);
                system.Advance(second, n => step * _slowness[n] * (before[n] + first[n]));
            }

            work = sizes[i];
            var (mean, square) = (0.0, 0.0);
            for (var n = 0; n < states; n++)
            {
                mean += _found[n] * first[n];
                square += _found[n] * second[n];
            }

            times[i] = (mean, Math.Max(0, square - mean * mean));
        }

        return times;
    }

    private double[] FindNumbers(double cores, int concurrency)
    {
        var numbers = new double[_births.Length];
        numbers[0] = 1;
        for (var n = 1; n < numbers.Length; n++)
        {
            numbers[n] = numbers[n - 1] * _births[n - 1] / Math.Min(Math.Min(n, concurrency), cores);
        }

        return Normalise(numbers);
    }

    // Bursts go up by several at a time: what passes each number upwards passes it downwards, too. A request finds the others of its burst.
    private double[] FindNumbersOfBursts(double cores, int concurrency, ArrivalPattern arrivals)
    {
        var together = arrivals.FindTogether(0);
        var above = new double[together.Length];
        for (var k = together.Length - 2; k >= 0; k--)
        {
            above[k] = above[k + 1] + together[k + 1];
        }

        var numbers = new double[_births.Length];
        numbers[0] = 1;
        for (var n = 1; n < numbers.Length; n++)
        {
            var upwards = 0.0;
            for (var k = Math.Max(0, n - above.Length); k < n; k++)
            {
                upwards += numbers[k] * above[n - 1 - k];
            }

            numbers[n] = _births[0] / above.Sum() * upwards / Math.Min(Math.Min(n, concurrency), cores);
        }

        Normalise(numbers);
        var (others, found) = (arrivals.FindTogether(1), new double[numbers.Length]);
        for (var n = 0; n < numbers.Length; n++)
        {
            for (var k = 0; k < others.Length; k++)
            {
                found[Math.Min(n + k, found.Length - 1)] += numbers[n] * others[k];
            }
        }

        return found;
    }

    private static double[] Normalise(double[] numbers)
    {
        var sum = numbers.Sum();
        for (var n = 0; n < numbers.Length && sum > 0; n++)
        {
            numbers[n] /= sum;
        }

        return numbers;
    }

    // Each of several alike pods gets a request if it has the fewest; ties are drawn. The pods are taken to be independent, except in long
    // queues, which are long at all pods: their numbers fall by utilisation^pods (Gupta, Harchol-Balter, Sigman and Whitt).
    private void PreferTheShortest(double utilisation, double cores, double scale, int pods)
    {
        var least = cores * Math.Pow(utilisation, pods);
        var atLeast = new double[_found.Length + 1];
        for (var n = _found.Length - 1; n >= 0; n--)
        {
            atLeast[n] = atLeast[n + 1] + _found[n];
        }

        for (var n = 0; n + 1 < _births.Length; n++)
        {
            var (sum, power) = (0.0, 1.0);
            for (var j = 0; j < pods; j++)
            {
                sum += power * Math.Pow(atLeast[n], pods - 1 - j);
                power *= atLeast[n + 1];
            }

            var births = Math.Max(scale * utilisation * cores * sum, n >= cores + 2 ? least : 0);
            _births[n] = (_births[n] + births) / 2;
        }
    }
}
