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
    /// <summary>Whether the cores are the bottleneck, not the number of requests at work.</summary>
    public bool IsBoundByCpu => Limit / Cpu <= Concurrency / (Cpu + Elsewhere);

    /// <summary>The most requests per second.</summary>
    public double Rate => Math.Min(Limit / Cpu, Concurrency / (Cpu + Elsewhere));

    /// <summary>What the requests share: cores, or the places of requests at work.</summary>
    public double Servers => IsBoundByCpu ? Limit : Concurrency;

    /// <summary>The requests at the bottleneck.</summary>
    public double NumberAtBottleneck(double utilisation) => SharedCores.Number(Servers, utilisation);

    /// <summary>All requests at the pod.</summary>
    public double Number(double utilisation) => NumberAtBottleneck(utilisation) + (IsBoundByCpu ? utilisation * Rate * Elsewhere : 0);

    /// <summary>
    /// Requests that find all places taken wait for one, first come, first served: the part of them that does, and the mean wait of those.
    /// </summary>
    /// <param name="utilisation">The utilisation.</param>
    /// <param name="variation">The squared coefficient of variation of the time for which a place is taken.</param>
    public (double Part, double Mean) FindWaiting(double utilisation, double variation)
    {
        var number = Number(utilisation);
        if (utilisation <= 0 || Concurrency > number + 12 * Math.Sqrt(number) + 12)
        {
            return (0, 0);
        }

        var (state, below) = (1.0, 0.0);
        var rate = utilisation * Rate;
        for (var n = 1; n <= Concurrency; n++)
        {
            below += state;
            state *= rate / RateOf(n);
            if (state > 1e200)
            {
                (state, below) = (state / 1e200, below / 1e200);
            }
        }

        // The rate of all places may be below that of the bottleneck by rounding only.
        var atLeast = state / (1 - utilisation);
        return (atLeast / (below + atLeast), (1 + variation) / 2 / (Rate * (1 - utilisation)));
    }

    /// <summary>The part of the requests that a full queue refuses.</summary>
    public double FindRefused(double rate)
    {
        if (Queue is not { } queue || rate <= 0)
        {
            return 0;
        }

        var (state, sum) = (1.0, 1.0);
        for (var n = 1; n <= Concurrency + queue; n++)
        {
            state *= rate / RateOf(n);
            sum += state;
            if (state < 1e-15 * sum && rate < RateOf(n))
            {
                return 0;
            }

            if (sum > 1e200)
            {
                (state, sum) = (state / 1e200, sum / 1e200);
            }
        }

        return state / sum;
    }

    private double RateOf(int number) => Math.Min(Limit / Cpu, Math.Min(number, Concurrency) / (Cpu + Elsewhere));
}
