using System.Collections.Immutable;

namespace Infra.Backend.Traffic.Haproxy;

/// <summary>
/// Takes turns among choices, each as often as its weight says: turn n lands on place n x <see cref="Stride"/> mod <see cref="Places"/>, and each choice owns the part of
/// the places that its weight is of all weights. Both are Fibonacci numbers, neighbours, whose ratio is as near to the golden section as it can be: so the turns of
/// each choice lie evenly among those of the others from the first one on, whatever the weights (the sequence of Weyl).
/// </summary>
internal static class WeightedTurns
{
    public const int Places = 832_040;

    public const int Stride = 514_229;

    /// <summary>Where the places of each choice end; they begin where those of the choice before it end.</summary>
    /// <param name="weights">Of the choices; not all are nothing.</param>
    public static ImmutableArray<int> Ends(IReadOnlyCollection<int> weights)
    {
        var (whole, sum) = ((long)weights.Sum(), 0L);
        return [.. weights.Select(weight => (int)((sum += weight) * Places / whole))];
    }
}
