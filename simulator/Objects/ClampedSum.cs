namespace Infra.Simulator.Objects;

/// <summary>Adds amounts that a user chooses, each of which may be as large as 64 bits allow.</summary>
internal static class ClampedSum
{
    /// <summary>The sum, clamped to 64 bits.</summary>
    public static long SumClamped(this IEnumerable<long> values)
    {
        var sum = Int128.Zero;
        foreach (var value in values)
        {
            sum += value;
        }

        return Clamp(sum);
    }

    /// <summary>A sum, clamped to 64 bits.</summary>
    public static long Clamp(Int128 sum) => (long)Int128.Clamp(sum, long.MinValue, long.MaxValue);
}
