using System.Text.Json.Nodes;

namespace Likeness.Comparison;

/// <summary>Compares lists whose order is not determined.</summary>
internal static class ListMatch
{
    /// <summary>Pairs what is equal, then what has the same key.</summary>
    /// <param name="rule">The rule of the misses.</param>
    /// <param name="expected">The recorded items.</param>
    /// <param name="actual">This engine's items.</param>
    /// <param name="key">Identifies what an item is about, in a few words.</param>
    /// <param name="bindings">The values of placeholders.</param>
    /// <param name="intents">The differences by intent.</param>
    public static IEnumerable<Miss> Compare(
        Rule rule,
        IEnumerable<JsonObject> expected,
        IEnumerable<JsonObject> actual,
        Func<JsonObject, string> key,
        Bindings bindings,
        Intents? intents = null
    )
    {
        var all = actual.ToList();
        var open = all.ToList();
        var unmatched = new List<JsonObject>();
        foreach (var item in expected)
        {
            var same = open.FindIndex(candidate => JsonMatch.Compare(item, candidate, bindings).Count == 0);
            if (same >= 0)
            {
                open.RemoveAt(same);
            }
            else
            {
                unmatched.Add(item);
            }
        }

        foreach (var item in unmatched.ToList())
        {
            var meant = open.FindIndex(candidate => intents is not null && intents.Covers(rule, item, candidate, bindings));
            if (meant >= 0)
            {
                open.RemoveAt(meant);
                unmatched.Remove(item);
            }
        }

        foreach (var item in unmatched)
        {
            if (intents is not null && intents.CoversMissing(rule, item, all))
            {
                continue;
            }

            var similar = open.FindIndex(candidate => bindings.Fork().Matches(key(item), key(candidate)));
            if (similar < 0)
            {
                yield return new Miss(rule, $"missing: {key(item)}", item.ToJsonString(Json.Indented));
                continue;
            }

            var differences = JsonMatch.Compare(item, open[similar], bindings);
            yield return new Miss(
                rule,
                $"{key(item)}: {string.Join("; ", differences.Take(3))}{(differences.Count > 3 ? $"; {differences.Count - 3} more" : "")}",
                item.ToJsonString(Json.Indented),
                open[similar].ToJsonString(Json.Indented)
            );
            open.RemoveAt(similar);
        }

        foreach (var extra in open.Where(item => intents is null || !intents.CoversExtra(rule, item)))
        {
            yield return new Miss(rule, $"extra: {key(extra)}", "", extra.ToJsonString(Json.Indented));
        }
    }
}
