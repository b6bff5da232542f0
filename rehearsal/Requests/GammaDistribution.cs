namespace Infra.Rehearsal.Requests;

/// <summary>The gamma distribution: CPU times of a given mean and variation, and times of a given mean and variance.</summary>
internal static class GammaDistribution
{
    private const double Precision = 1e-12;

    private static readonly double[] Lanczos =
    [
        0.99999999999980993,
        676.5203681218851,
        -1259.1392167224028,
        771.32342877765313,
        -176.61502916214059,
        12.507343278686905,
        -0.13857109526572012,
        9.9843695780195716e-6,
        1.5056327351493116e-7,
    ];

    /// <summary>The probability of at most <paramref name="x"/> for a distribution with scale 1.</summary>
    public static double Cumulative(double shape, double x)
    {
        if (x <= 0)
        {
            return 0;
        }

        var factor = Math.Exp(shape * Math.Log(x) - x - LogGamma(shape));
        return x < shape + 1 ? factor * Series(shape, x) : 1 - factor * ContinuedFraction(shape, x);
    }

    /// <summary>The value that is exceeded with probability 1 - <paramref name="part"/>, for a distribution with mean 1.</summary>
    public static double Quantile(double shape, double part)
    {
        var (low, high) = (0.0, 1.0);
        while (Cumulative(shape, high * shape) < part)
        {
            high *= 2;
        }

        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Cumulative(shape, middle * shape) < part ? (middle, high) : (low, middle);
        }

        return high;
    }

    private static double Series(double shape, double x)
    {
        var (term, sum) = (1 / shape, 1 / shape);
        for (var n = 1; n < 1000 && term > sum * Precision; n++)
        {
            term *= x / (shape + n);
            sum += term;
        }

        return sum;
    }

    // Modified Lentz's method.
    private static double ContinuedFraction(double shape, double x)
    {
        const double Tiny = 1e-300;
        var b = x + 1 - shape;
        var (c, d) = (1 / Tiny, 1 / b);
        var value = d;
        for (var i = 1; i < 1000; i++)
        {
            var a = -i * (i - shape);
            b += 2;
            d = a * d + b;
            d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
            c = b + a / c;
            c = Math.Abs(c) < Tiny ? Tiny : c;
            value *= d * c;
            if (Math.Abs(d * c - 1) < Precision)
            {
                break;
            }
        }

        return value;
    }

    private static double LogGamma(double x)
    {
        if (x < 0.5)
        {
            return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        }

        x -= 1;
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++)
        {
            sum += Lanczos[i] / (x + i);
        }

        var t = x + 7.5;
        return 0.5 * Math.Log(2 * Math.PI) + (x + 0.5) * Math.Log(t) - t + Math.Log(sum);
    }
}
