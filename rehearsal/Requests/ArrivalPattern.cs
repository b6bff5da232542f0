namespace Infra.Rehearsal.Requests;

/// <summary>How the requests of a service arrive at one of its pods.</summary>
/// <param name="Balancing">How they are distributed.</param>
/// <param name="Pods">Over how many pods.</param>
/// <param name="Burst">How many arrive together, before they are distributed.</param>
internal readonly record struct ArrivalPattern(Balancing Balancing, int Pods, int Burst)
{
    private const int MostPods = 32;
    private const int MostTogether = 64;

    /// <summary>The pattern of a number of pods. A larger number makes no difference.</summary>
    public static ArrivalPattern Of(Balancing balancing, int pods, int burst)
    {
        var isRandom = balancing is Balancing.Random or Balancing.Source || pods <= 1;
        burst = Math.Clamp(burst, 1, MostTogether);
        pods = isRandom && burst == 1 ? 1 : Math.Clamp(pods, 1, MostPods);
        return new ArrivalPattern(isRandom ? Balancing.Random : balancing, pods, burst);
    }

    /// <summary>The probabilities of the numbers, from 0 on, of a burst's requests that reach the same pod.</summary>
    /// <param name="without">How many of the burst do not count.</param>
    public double[] FindTogether(int without)
    {
        var (requests, part) = (Burst - without, 1.0 / Pods);
        if (Balancing != Balancing.Random)
        {
            // They are spread evenly.
            var even = new double[(Burst - 1) / Pods + 2 - without];
            even[^1] = 1;
            return even;
        }

        var together = new double[requests + 1];
        together[0] = Math.Pow(1 - part, requests);
        if (Pods == 1)
        {
            together[requests] = 1;
        }

        for (var k = 1; k <= requests && Pods > 1; k++)
        {
            together[k] = together[k - 1] * (requests - k + 1) / k * part / (1 - part);
        }

        return together;
    }

    /// <summary>
    /// The part of the waiting of random arrivals that remains: (Ca² + Cs²) / (1 + Cs²) with the correction of Kraemer and Langenbach-Belz.
    /// </summary>
    /// <param name="utilisation">The utilisation.</param>
    /// <param name="variation">The squared coefficient of variation of the CPU time.</param>
    public double WaitingFactor(double utilisation, double variation)
    {
        // Bursts that are spread by the number of requests wait about as in one common queue.
        if (Balancing == Balancing.LeastRequest && Burst > 1)
        {
            return 1.0 / Pods;
        }

        if (Balancing != Balancing.RoundRobin || utilisation <= 0)
        {
            return 1;
        }

        var arrivals = 1.0 / Pods;
        var sum = arrivals + variation;
        return sum / (1 + variation) * Math.Exp(-2 * (1 - utilisation) * (1 - arrivals) * (1 - arrivals) / (3 * utilisation * sum));
    }
}
