namespace Infra.PolicyPacks;

/// <summary>Suggests the known name that is most similar to a misspelt one.</summary>
public static class Suggestion
{
    private const int MaximumDistance = 3;

    /// <summary>Returns <c>; did you mean '…'?</c> with the closest candidate, or an empty string if none is close.</summary>
    public static string For(string name, IEnumerable<string> candidates)
    {
        var closest = candidates
            .Select(candidate => (Name: candidate, Distance: GetDistance(name, candidate)))
            .MinBy(pair => pair.Distance);
        return closest.Name is not null && closest.Distance <= MaximumDistance ? $"; did you mean '{closest.Name}'?" : "";
    }

    // The Levenshtein distance, one row at a time.
    private static int GetDistance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var substituted = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
