namespace Infra.Policies.Sdk.Configuration;

/// <summary>Finds what a mistyped name was meant to be.</summary>
internal static class Suggestion
{
    private const int MostEdits = 3;

    /// <summary>A sentence that names the closest candidate, or nothing where none is close.</summary>
    public static string For(string name, IEnumerable<string> candidates)
    {
        var closest = candidates.Select(candidate => (candidate, Edits: Distance(name, candidate))).MinBy(pair => pair.Edits);
        return closest.candidate is not null && closest.Edits <= MostEdits ? $"; did you mean '{closest.candidate}'?" : "";
    }

    // Levenshtein's distance, one row at a time.
    private static int Distance(string from, string to)
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
