namespace Infra.Rehearsal.Requests;

/// <summary>What a pod can do with requests. Times are in seconds.</summary>
/// <param name="Cores">The cores it uses at most at a time.</param>
/// <param name="Limit">The cores it uses at most on average.</param>
/// <param name="Cpu">The mean CPU time of a request.</param>
/// <param name="Elsewhere">The mean time that a request waits and calls without a core.</param>
/// <param name="Concurrency">The most requests at work.</param>
/// <param name="Queue">The most requests that wait.</param>
internal readonly record struct PodServer(double Cores, double Limit, double Cpu, double Elsewhere, int Concurrency, int? Queue)
{
    private const double LongestShortQueue = 2;
    private const int MostExact = 100;

    /// <summary>Whether the queue is so short that it fills and empties within a step: it is stationary at any load.</summary>
    public bool HasShortQueue => Queue is { } queue && (Concurrency + (double)queue) / Rate < LongestShortQueue;

    /// <summary>Whether the cores are the bottleneck, not the number of requests at work.</summary>
    public bool IsBoundByCpu => Limit / Cpu <= Concurrency / (Cpu + Elsewhere);

    /// <summary>The most requests per second.</summary>
    public double Rate { get; } = FindRate(Limit, Cpu, Elsewhere, Concurrency);

    /// <summary>What the requests share: cores, or the places of requests at work.</summary>
    public double Servers => IsBoundByCpu ? Limit : Concurrency;

    /// <summary>The requests at the bottleneck.</summary>
    public double NumberAtBottleneck(double utilisation) => SharedCores.Number(Servers, utilisation);

    /// <summary>All requests at the pod.</summary>
    public double Number(double utilisation) => NumberAtBottleneck(utilisation) + (IsBoundByCpu ? utilisation * Rate * Elsewhere : 0);

    /// <summary>
    /// Requests that find all places taken wait for one, first come, first served: the part of them that does, and the mean and variance of
    /// their wait.
    /// </summary>
    /// <param name="rate">The requests per second that arrive.</param>
    /// <param name="variation">The squared coefficient of variation of the time for which a place is taken.</param>
    public (double Part, double Mean, double Variance) FindWaiting(double rate, double variation)
    {
        var utilisation = rate / Rate;
        var number = utilisation < 1 ? Number(utilisation) : double.MaxValue;
        if (rate <= 0 || Concurrency > number + 12 * Math.Sqrt(number) + 12)
        {
            return (0, 0, 0);
        }

        var factor = (1 + variation) / 2;
        if (HasShortQueue)
        {
            var states = FindStates(rate);
            var (part, sum, squares) = (0.0, 0.0, 0.0);
            for (var n = Concurrency; n < states.Length - 1; n++)
            {
                double ahead = n - Concurrency + 1;
                part += states[n];
                sum += states[n] * ahead / Rate;
                squares += states[n] * ahead * (ahead + 1) / Rate / Rate;
            }

            var mean = part > 0 ? sum / part : 0;
            return (part / (1 - states[^1]), mean * factor, part > 0 ? (squares / part - mean * mean) * factor * factor : 0);
        }

        var (state, below) = (1.0, 0.0);
        for (var n = 1; n <= Concurrency; n++)
        {
            below += state;
            state *= rate / RateOf(n);
            if (state > 1e200)
            {
                (state, below) = (state / 1e200, below / 1e200);
            }
        }

        var atLeast = state / (1 - utilisation);
        var wait = factor / (Rate * (1 - utilisation));
        return (atLeast / (below + atLeast), wait, wait * wait);
    }

    /// <summary>The probabilities of the numbers of requests at a pod with a limited queue.</summary>
    public double[] FindStates(double rate)
    {
        var states = new double[Concurrency + (Queue ?? 0) + 1];
        var sum = states[0] = 1;
        for (var n = 1; n < states.Length; n++)
        {
            states[n] = states[n - 1] * rate / RateOf(n);
            sum += states[n];
            if (sum > 1e200)
            {
                // What is below has no weight any more.
                Array.Clear(states, 0, n);
                (states[n], sum) = (1, 1);
            }
        }

        for (var n = 0; n < states.Length; n++)
        {
            states[n] /= sum;
        }

        return states;
    }

    private double RateOf(int number) => Math.Min(Limit / Cpu, Math.Min(number, Concurrency) / (Cpu + Elsewhere));

    // Places that are all taken, always: the throughput of a closed network of cores and a delay, by its normalisation constants. Far from
    // the balance of the two it is that of the narrower one.
    private static double FindRate(double limit, double cpu, double elsewhere, int concurrency)
    {
        var (byCores, byPlaces) = (limit / cpu, concurrency / (cpu + elsewhere));
        return elsewhere <= 0 || concurrency > MostExact || byPlaces > 3 * byCores || byCores > 3 * byPlaces
            ? Math.Min(byCores, byPlaces)
            : concurrency / elsewhere * Constant(concurrency - 1) / Constant(concurrency);

        double Constant(int requests)
        {
            var (term, sum) = (1.0, 1.0);
            for (var j = 0; j < requests; j++)
            {
                term *= (requests - j) / elsewhere * cpu / Math.Min(j + 1, limit);
                sum += term;
            }

            return sum;
        }
    }
}
