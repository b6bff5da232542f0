namespace Infra.Cli.Pipelines;

/// <summary>Guesses from the names of stacks in which order a change reaches them.</summary>
internal static class StackOrder
{
    // A name that contains none of the words comes before staging.
    private static readonly (string Word, int Rank)[] Words =
    [
        ("prod", 4),
        ("live", 4),
        ("preprod", 3),
        ("pre-prod", 3),
        ("stag", 3),
        ("uat", 3),
        ("dev", 1),
        ("sandbox", 1),
    ];

    private const int OtherRank = 2;

    /// <summary>Sorts the names: development first, production last, equals by name.</summary>
    public static IReadOnlyList<string> Sort(IEnumerable<string> stacks) =>
        [.. stacks.OrderBy(Rank).ThenBy(stack => stack, StringComparer.Ordinal)];

    private static int Rank(string stack)
    {
        var known = Words.Where(word => stack.Contains(word.Word, StringComparison.OrdinalIgnoreCase)).ToArray();

        // The longest word says most: preprod is not prod.
        return known.Length == 0 ? OtherRank : known.MaxBy(word => word.Word.Length).Rank;
    }
}
