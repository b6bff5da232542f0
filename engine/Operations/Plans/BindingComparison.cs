using Infra.Engine.Resources;

namespace Infra.Engine.Operations.Plans;

/// <summary>Compares what a plan was made from with what is there now.</summary>
internal static class BindingComparison
{
    /// <summary>The number of files that a difference names.</summary>
    private const int NamedFiles = 5;

    /// <summary>Describes all differences.</summary>
    public static IReadOnlyList<string> FindDifferences(PlanBindings planned, PlanBindings present) =>
        planned.Stack != present.Stack
            ? [$"stack: the plan is one of {planned.Stack}, not of {present.Stack}"]
            :
            [
                .. Compare(planned.Configuration, present.Configuration).Select(change => $"configuration: {change.Key} {change.Change}"),
                .. CompareFiles(planned.Files, present.Files),
                .. CompareState(planned, present),
                .. CompareClusters(planned.Clusters, present.Clusters),
            ];

    private static IEnumerable<string> CompareFiles(
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> planned,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> present
    )
    {
        foreach (var owner in planned.Keys.Union(present.Keys).Order(StringComparer.Ordinal))
        {
            if (!planned.ContainsKey(owner) || !present.ContainsKey(owner))
            {
                yield return $"{owner}: {(planned.ContainsKey(owner) ? "it is no longer used" : "the plan was made without it")}";
                continue;
            }

            string[] changes = [.. Compare(planned[owner], present[owner]).Select(change => $"{change.Key} {change.Change}")];
            if (changes.Length > 0)
            {
                var more = changes.Length > NamedFiles ? $" and {changes.Length - NamedFiles} more" : "";
                yield return $"{owner}: {string.Join(", ", changes.Take(NamedFiles))}{more}";
            }
        }
    }

    private static IEnumerable<string> CompareState(PlanBindings planned, PlanBindings present)
    {
        if (planned.StateTime != present.StateTime)
        {
            yield return $"state: the stack was updated since: at {Describe(present.StateTime)}, not {Describe(planned.StateTime)}";
        }
        else if (planned.StateHash != present.StateHash)
        {
            yield return "state: it was changed since";
        }
    }

    private static IEnumerable<string> CompareClusters(IReadOnlyDictionary<Urn, string> planned, IReadOnlyDictionary<Urn, string> present)
    {
        foreach (var (provider, identity) in planned.OrderBy(entry => entry.Key.Value, StringComparer.Ordinal))
        {
            if (!present.TryGetValue(provider, out var found))
            {
                yield return $"cluster of the provider {provider.Name}: it can no longer be identified";
            }
            else if (found != identity)
            {
                yield return $"cluster of the provider {provider.Name}: it is another one ({found} instead of {identity})";
            }
        }
    }

    private static IEnumerable<(string Key, string Change)> Compare(
        IReadOnlyDictionary<string, string> planned,
        IReadOnlyDictionary<string, string> present
    ) =>
        planned
            .Keys.Union(present.Keys)
            .Order(StringComparer.Ordinal)
            .Where(key => planned.GetValueOrDefault(key) != present.GetValueOrDefault(key))
            .Select(key =>
                (
                    key,
                    !planned.ContainsKey(key) ? "is new"
                    : !present.ContainsKey(key) ? "is gone"
                    : "differs"
                )
            );

    private static string Describe(string time) => time.Length > 0 ? time : "never";
}
