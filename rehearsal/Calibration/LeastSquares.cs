namespace Infra.Rehearsal.Calibration;

/// <summary>A linear regression through the origin.</summary>
/// <param name="Coefficients">What each quantity contributes for each unit of it.</param>
/// <param name="Errors">Half of the 95 % interval of each coefficient.</param>
internal sealed record LeastSquares(IReadOnlyList<double> Coefficients, IReadOnlyList<double> Errors)
{
    // The normal distribution's: with the ten samples at least that are asked for, Student's is at most 15 % wider.
    private const double Width = 1.96;

    // Below, two quantities rise and fall together so much that their contributions cannot be told apart.
    private const double LeastPivot = 1e-4;

    /// <summary>
    /// Finds the contributions of several quantities to another; null if they cannot be told apart or there are too few samples.
    /// </summary>
    /// <param name="samples">The quantities of each sample.</param>
    /// <param name="sums">What they add up to.</param>
    public static LeastSquares? Fit(IReadOnlyList<double[]> samples, IReadOnlyList<double> sums)
    {
        if (samples.Count == 0 || samples.Count <= samples[0].Length)
        {
            return null;
        }

        // Quantities of different sizes, such as requests and bytes, are scaled to one, so that the pivots can be compared.
        var size = samples[0].Length;
        var scales = Enumerable
            .Range(0, size)
            .Select(column => Math.Sqrt(samples.Sum(sample => sample[column] * sample[column])))
            .ToArray();
        if (scales.Contains(0) || Invert(Product(samples, scales)) is not { } inverse)
        {
            return null;
        }

        var right = Enumerable
            .Range(0, size)
            .Select(column => samples.Zip(sums, (sample, sum) => sample[column] / scales[column] * sum).Sum())
            .ToArray();
        var coefficients = Enumerable
            .Range(0, size)
            .Select(row => Enumerable.Range(0, size).Sum(column => inverse[row][column] * right[column]) / scales[row])
            .ToArray();
        var residuals = samples.Zip(sums, (sample, sum) => sum - sample.Zip(coefficients, (value, factor) => value * factor).Sum());
        var variance = residuals.Sum(residual => residual * residual) / (samples.Count - size);
        return new LeastSquares(
            coefficients,
            [.. Enumerable.Range(0, size).Select(row => Width * Math.Sqrt(Math.Max(0, variance * inverse[row][row])) / scales[row])]
        );
    }

    private static double[][] Product(IReadOnlyList<double[]> samples, double[] scales) =>
        [
            .. scales.Select(
                (scale, row) =>
                    scales.Select((other, column) => samples.Sum(sample => sample[row] / scale * (sample[column] / other))).ToArray()
            ),
        ];

    // Gauss and Jordan's elimination; the matrix is symmetric and positive, so it needs no exchange of rows.
    private static double[][]? Invert(double[][] matrix)
    {
        var size = matrix.Length;
        var inverse = Enumerable
            .Range(0, size)
            .Select(row => Enumerable.Range(0, size).Select(column => row == column ? 1.0 : 0).ToArray())
            .ToArray();
        for (var pivot = 0; pivot < size; pivot++)
        {
            var divisor = matrix[pivot][pivot];
            if (divisor < LeastPivot)
            {
                return null;
            }

            for (var column = 0; column < size; column++)
            {
                matrix[pivot][column] /= divisor;
                inverse[pivot][column] /= divisor;
            }

            foreach (var row in Enumerable.Range(0, size).Where(row => row != pivot))
            {
                var factor = matrix[row][pivot];
                for (var column = 0; column < size; column++)
                {
                    matrix[row][column] -= factor * matrix[pivot][column];
                    inverse[row][column] -= factor * inverse[pivot][column];
                }
            }
        }

        return inverse;
    }
}
