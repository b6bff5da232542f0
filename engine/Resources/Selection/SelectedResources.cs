namespace Infra.Engine.Resources.Selection;

/// <summary>
/// Decides which resources a selection includes, in the order of their dependencies: whether a dependent is included depends on the
/// resources before it. Safe for concurrent use.
/// </summary>
internal sealed class SelectedResources(ResourceSelection selection)
{
    private readonly Lock _gate = new();

    /// <summary>The targets so far where they are given, else the excluded resources.</summary>
    private readonly HashSet<Urn> _matched = [];

    /// <summary>Adds a resource, whose dependencies have been added.</summary>
    /// <returns>True where the selection includes it.</returns>
    public bool Add(ResourceState resource)
    {
        if (!selection.IsLimited)
        {
            return true;
        }

        var isTargeting = selection.Targets.Count > 0;
        var (patterns, withDependents) = isTargeting
            ? (selection.Targets, selection.IncludesDependents)
            : (selection.Excludes, selection.ExcludesDependents);
        lock (_gate)
        {
            var isMatched = patterns.Any(pattern => pattern.Matches(resource.Urn)) || (withDependents && DependsOnMatched(resource));
            if (isMatched)
            {
                _matched.Add(resource.Urn);
            }

            return isMatched == isTargeting;
        }
    }

    private bool DependsOnMatched(ResourceState resource) =>
        (resource.Provider is { } provider && _matched.Contains(provider.Urn)) || resource.References().Any(_matched.Contains);
}
