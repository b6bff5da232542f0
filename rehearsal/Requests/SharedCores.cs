namespace Infra.Rehearsal.Requests;

/// <summary>
/// Requests that arrive at random and share a number of cores, which need not be whole: the M/M/c queue, n requests use min(n, c).
/// </summary>
internal static class SharedCores
{
    /// <summary>The utilisation from which on a queue is taken to be full.</summary>
    public const double Full = 0.9999;

    // Sakasegawa's approximation serves for more.
    private const double MostExact = 200;

    /// <summary>The mean number of requests.</summary>
    public static double Number(double cores, double utilisation)
    {
        var load = utilisation * cores;
        if (cores > MostExact)
        {
            return load + Math.Pow(utilisation, Math.Sqrt(2 * (cores + 1))) / (1 - utilisation);
        }

        var (below, sum, weighted) = (1.0, 1.0, 0.0);
        var first = Math.Max(1, (int)Math.Ceiling(cores));
        for (var n = 1; n < first; n++)
        {
            below *= load / n;
            sum += below;
            weighted += n * below;
        }

        // From here on each state has the same rate: a geometric rest.
        var atFirst = below * load / Math.Min(first, cores);
        var rest = 1 / (1 - utilisation);
        sum += atFirst * rest;
        weighted += atFirst * (first * rest + utilisation * rest * rest);
        return weighted / sum;
    }

    /// <summary>
    /// The utilisation at which a queue of random arrivals has the waiting of one with more regular arrivals.
    /// </summary>
    /// <param name="cores">The cores.</param>
    /// <param name="utilisation">The utilisation.</param>
    /// <param name="factor">The part of the waiting that remains, from 0 to 1.</param>
    public static double EquivalentUtilisation(double cores, double utilisation, double factor)
    {
        if (factor >= 1)
        {
            return utilisation;
        }

        var sought = factor * Delay(cores, utilisation);
        var (low, high) = (0.0, utilisation);
        for (var i = 0; i < 50; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Delay(cores, middle) < sought ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>The waiting for a core in parts of the mean CPU time.</summary>
    private static double Delay(double cores, double utilisation) =>
        utilisation <= 0 ? 0 : Number(cores, utilisation) / (utilisation * cores) - Math.Max(1, 1 / cores);
}
