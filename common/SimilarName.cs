namespace Infra.Common;

/// <summary>Finds the known name most similar to a misspelt one.</summary>
internal static class SimilarName
{
    /// <summary>
    /// Returns the candidate with the smallest Damerau-Levenshtein distance (optimal string alignment), ignoring case; null if that
    /// distance exceeds a third of the longer name.
    /// </summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        var best = (Name: (string?)null, Distance: int.MaxValue);
        foreach (var candidate in candidates)
        {
            var distance = GetDistance(name.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < best.Distance && distance <= Math.Max(1, Math.Max(name.Length, candidate.Length) / 3))
            {
                best = (candidate, distance);
            }
        }

        return best.Name;
    }

    private static int GetDistance(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                table[i, j] =
                    i == 0 ? j
                    : j == 0 ? i
                    : GetCell(table, left, right, i, j);
            }
        }

        return table[left.Length, right.Length];
    }

    private static int GetCell(int[,] table, string left, string right, int i, int j)
    {
        var substitution = table[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
        var best = Math.Min(substitution, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
        var isSwap = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
        return isSwap ? Math.Min(best, table[i - 2, j - 2] + 1) : best;
    }
}
