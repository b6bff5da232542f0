namespace Infra.Backend.Settings.Binding;

/// <summary>Suggests known words that are similar to a misspelt one, by Damerau-Levenshtein distance (optimal string alignment).</summary>
internal static class Suggestion
{
    /// <summary>The most similar candidate; null if more than a third of the letters differ.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        var best = (Word: (string?)null, Distance: int.MaxValue);
        foreach (var candidate in candidates)
        {
            var distance = Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < best.Distance && distance <= Math.Max(1, Math.Max(word.Length, candidate.Length) / 3))
            {
                best = (candidate, distance);
            }
        }

        return best.Word;
    }

    /// <summary>A cure with the most similar candidate, or with all candidates if none is similar.</summary>
    public static string For(string word, IReadOnlyCollection<string> candidates) =>
        Nearest(word, candidates) is { } nearest ? $"did you mean '{nearest}'?"
        : candidates.Count == 0 ? ""
        : $"known here: {string.Join(", ", candidates)}";

    private static int Distance(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                table[i, j] =
                    i == 0 ? j
                    : j == 0 ? i
                    : Step(table, left, right, i, j);
            }
        }

        return table[left.Length, right.Length];
    }

    private static int Step(int[,] table, string left, string right, int i, int j)
    {
        var substitution = table[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
        var best = Math.Min(substitution, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
        var isSwap = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
        return isSwap ? Math.Min(best, table[i - 2, j - 2] + 1) : best;
    }
}
