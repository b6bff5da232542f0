namespace Infra.Rehearsal.Requests;

/// <summary>How the requests of a service arrive at one of its pods.</summary>
/// <param name="Balancing">How they are distributed.</param>
/// <param name="Pods">Over how many pods.</param>
internal readonly record struct ArrivalPattern(Balancing Balancing, int Pods)
{
    private const int MostPods = 32;

    /// <summary>The pattern of a number of pods. A larger number makes no difference.</summary>
    public static ArrivalPattern Of(Balancing balancing, int pods) =>
        balancing is Balancing.Random or Balancing.Source || pods <= 1
            ? new ArrivalPattern(Balancing.Random, 1)
            : new ArrivalPattern(balancing, Math.Min(pods, MostPods));

    /// <summary>
    /// The part of the waiting of random arrivals that remains: (Ca² + Cs²) / (1 + Cs²) with the correction of Kraemer and Langenbach-Belz.
    /// </summary>
    /// <param name="utilisation">The utilisation.</param>
    /// <param name="variation">The squared coefficient of variation of the CPU time.</param>
    public double WaitingFactor(double utilisation, double variation)
    {
        if (Balancing != Balancing.RoundRobin || utilisation <= 0)
        {
            return 1;
        }

        var arrivals = 1.0 / Pods;
        var sum = arrivals + variation;
        return sum / (1 + variation) * Math.Exp(-2 * (1 - utilisation) * (1 - arrivals) * (1 - arrivals) / (3 * utilisation * sum));
    }
}
