namespace Infra.Rehearsal.Requests;

/// <summary>Finds the variation of CPU times from their 99th percentile.</summary>
public static class CpuVariation
{
    /// <summary>The largest ratio of the percentile and the mean: that of a gamma distribution grows up to it.</summary>
    public const double LargestRatio = 20;

    private const double Largest = 20;
    private const double Part = 0.99;
    private const int Bisections = 60;

    /// <summary>
    /// The squared coefficient of variation of the gamma distribution, which the model draws from, whose 99th percentile is
    /// <paramref name="ratio"/> times its mean.
    /// </summary>
    /// <param name="ratio">From 1 to <see cref="LargestRatio"/>; values outside count as the nearest of them.</param>
    public static double FromRatio(double ratio)
    {
        if (!(ratio > 1))
        {
            return 0;
        }

        var (low, high) = (1e-4, Largest);
        for (var i = 0; i < Bisections; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = GammaDistribution.Quantile(1 / middle, Part) < Math.Min(ratio, LargestRatio) ? (middle, high) : (low, middle);
        }

        return high;
    }
}
