using Infra.Tests.Backends.Facts;

namespace Infra.Tests.Backends;

internal enum DeviationKind
{
    /// <summary>The original has no such fact.</summary>
    Added,

    /// <summary>The original's value is another.</summary>
    Changed,

    /// <summary>Only the original has the fact.</summary>
    Missing,
}

/// <summary>Something in which a catalogue's plan differs from the original.</summary>
/// <param name="Kind">How it differs.</param>
/// <param name="Path">Object, group and key of the fact; only object and group, or only the object, if one side has none of them.</param>
/// <param name="Values">The original's values and the plan's.</param>
internal sealed record Deviation(DeviationKind Kind, string Path, string Values)
{
    /// <summary>Objects and groups of facts that only one side has are one deviation each.</summary>
    public static IEnumerable<Deviation> Compare(FactSet original, FactSet plan)
    {
        var (objects, plannedObjects) = (Ids(original, fact => fact.Object), Ids(plan, fact => fact.Object));
        var (groups, plannedGroups) = (Ids(original, Group), Ids(plan, Group));
        return original
            .All.Concat(plan.All)
            .DistinctBy(fact => fact.Path)
            .Where(fact => original.Find(fact.Path)?.Value != plan.Find(fact.Path)?.Value)
            .Select(fact =>
                objects.Contains(fact.Object) != plannedObjects.Contains(fact.Object) ? fact.Object
                : groups.Contains(Group(fact)) != plannedGroups.Contains(Group(fact)) ? Group(fact)
                : fact.Path
            )
            .Distinct()
            .Select(path => Create(path, original, plan));
    }

    private static string Group(ManifestFact fact) => $"{fact.Object} {fact.Group}";

    private static HashSet<string> Ids(FactSet facts, Func<ManifestFact, string> id) => [.. facts.All.Select(id)];

    private static Deviation Create(string path, FactSet original, FactSet plan)
    {
        var (before, after) = (Describe(path, original), Describe(path, plan));
        return new Deviation(
            before.Length == 0 ? DeviationKind.Added
                : after.Length == 0 ? DeviationKind.Missing
                : DeviationKind.Changed,
            path,
            $"{before} -> {after}"
        );
    }

    /// <summary>The value of a fact, or those of an object or a group; empty if there is none.</summary>
    private static string Describe(string path, FactSet facts) =>
        facts.Find(path) is { } fact
            ? $"'{fact.Value}'"
            : string.Join(
                ", ",
                facts
                    .All.Where(candidate => candidate.Path.StartsWith($"{path} ", StringComparison.Ordinal))
                    .Select(candidate => $"{candidate.Path[(path.Length + 1)..]}: {candidate.Value}")
            );

    public override string ToString() => $"{Kind} {Path}: {Values}";
}
