namespace Infra.Rehearsal.Requests;

/// <summary>
/// Steps of Crank and Nicolson's method for u' = A u + source, where A is the generator of a birth-death process in work done.
/// </summary>
internal sealed class Tridiagonal(int size)
{
    private readonly double[] _lower = new double[size];
    private readonly double[] _upper = new double[size];
    private readonly double[] _pivots = new double[size];
    private readonly double[] _right = new double[size];

    /// <summary>Prepares steps of twice a half step.</summary>
    public void Factor(double half, double[] births, double[] slowness, double[] deaths)
    {
        for (var n = 0; n < size; n++)
        {
            _upper[n] = half * births[n] * slowness[n];
            _lower[n] = half * deaths[n];
            _pivots[n] = 1 + _upper[n] + _lower[n] - (n > 0 ? _lower[n] * _upper[n - 1] / _pivots[n - 1] : 0);
        }
    }

    /// <summary>Advances a vector by a step.</summary>
    public void Advance(double[] vector, Func<int, double> source)
    {
        for (var n = 0; n < size; n++)
        {
            var (below, above) = (n > 0 ? vector[n - 1] : 0, n + 1 < size ? vector[n + 1] : 0);
            _right[n] = vector[n] * (1 - _upper[n] - _lower[n]) + _upper[n] * above + _lower[n] * below + source(n);
        }

        for (var n = 1; n < size; n++)
        {
            _right[n] += _lower[n] / _pivots[n - 1] * _right[n - 1];
        }

        vector[size - 1] = _right[size - 1] / _pivots[size - 1];
        for (var n = size - 2; n >= 0; n--)
        {
            vector[n] = (_right[n] + _upper[n] * vector[n + 1]) / _pivots[n];
        }
    }
}
