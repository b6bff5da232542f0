namespace Infra.Rehearsal.Requests;

/// <summary>The CPU times of requests in parts of their mean: a gamma distribution as cells of known probability and mean.</summary>
/// <param name="Variation">The squared coefficient of variation.</param>
/// <param name="Sizes">The mean of each cell, ascending.</param>
/// <param name="Weights">The probability of each cell.</param>
internal sealed record RequestSizes(double Variation, IReadOnlyList<double> Sizes, IReadOnlyList<double> Weights)
{
    private static readonly double[] Tail =
    [
        0.9,
        0.92,
        0.94,
        0.955,
        0.967,
        0.976,
        0.983,
        0.988,
        0.992,
        0.9945,
        0.9965,
        0.998,
        0.999,
        0.9997,
    ];

    /// <summary>Creates the cells: narrower towards the longest requests, which decide high percentiles.</summary>
    public static RequestSizes Create(double variation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(variation);
        if (variation < 1e-4)
        {
            return new RequestSizes(0, [1], [1]);
        }

        var shape = 1 / variation;
        List<double> bounds = [.. Enumerable.Range(1, 26).Select(i => i * 0.9 / 27), .. Tail];
        var (sizes, weights) = (new List<double>(), new List<double>());
        var (below, meanBelow) = (0.0, 0.0);
        foreach (var bound in bounds)
        {
            var quantile = GammaDistribution.Quantile(shape, bound);
            Add(bound, GammaDistribution.Cumulative(shape + 1, quantile * shape));
        }

        Add(1, 1);
        return new RequestSizes(variation, sizes, weights);

        void Add(double part, double meanPart)
        {
            sizes.Add((meanPart - meanBelow) / (part - below));
            weights.Add(part - below);
            (below, meanBelow) = (part, meanPart);
        }
    }
}
