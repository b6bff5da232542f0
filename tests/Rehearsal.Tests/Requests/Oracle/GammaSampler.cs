namespace Rehearsal.Tests.Requests.Oracle;

/// <summary>Draws from a gamma distribution with mean 1, by the method of Marsaglia and Tsang.</summary>
internal sealed class GammaSampler(Random random, double variation)
{
    public double Draw()
    {
        if (variation <= 0)
        {
            return 1;
        }

        var shape = 1 / variation;
        var boost = shape < 1 ? Math.Pow(1 - random.NextDouble(), 1 / shape) : 1;
        var d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var v = Math.Pow(1 + c * normal, 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < 0.5 * normal * normal + d - d * v + d * Math.Log(v))
            {
                return d * v * boost / shape;
            }
        }
    }
}
