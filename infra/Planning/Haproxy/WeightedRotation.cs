using System.Collections.Immutable;

namespace Infra.Backend.Planning.Haproxy;

/// <summary>
/// Distributes requests among choices in proportion to their weights. Request n takes the slot n x <see cref="Stride"/> mod <see
/// cref="Slots"/>, and each choice owns a range of slots as long as its share of the weights. Slots and stride are neighbouring Fibonacci
/// numbers, whose ratio approximates the golden ratio, so the requests of each choice are spread evenly from the first one on (a Weyl
/// sequence).
/// </summary>
internal static class WeightedRotation
{
    public const int Slots = 832_040;

    public const int Stride = 514_229;

    /// <summary>The exclusive end of each choice's range of slots; each range starts where the one before it ends.</summary>
    /// <param name="weights">The weights, of which at least one is above 0.</param>
    public static ImmutableArray<int> RangeEnds(IReadOnlyCollection<int> weights)
    {
        var (total, sum) = ((long)weights.Sum(), 0L);
        return [.. weights.Select(weight => (int)((sum += weight) * Slots / total))];
    }
}
