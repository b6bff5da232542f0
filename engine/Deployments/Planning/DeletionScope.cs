using Infra.Engine.Resources;
using Infra.Engine.Resources.Selection;
using Infra.Engine.State;

namespace Infra.Engine.Deployments.Planning;

/// <summary>
/// The resources of the old state that a deployment with a selection may delete: the targets and all their dependents, or everything but
/// the excluded resources and what they depend on.
/// </summary>
internal sealed class DeletionScope
{
    private readonly ResourceSelection _selection;

    /// <summary>The URNs that may be deleted, where there are targets; else those that must stay.</summary>
    private readonly HashSet<Urn> _urns;

    private DeletionScope(ResourceSelection selection, HashSet<Urn> urns) => (_selection, _urns) = (selection, urns);

    /// <summary>Decides the scope.</summary>
    /// <param name="selection">The user's selection.</param>
    /// <param name="graph">The dependencies of the old state.</param>
    public static DeletionScope Decide(ResourceSelection selection, DependencyGraph graph) =>
        new(
            selection,
            selection switch
            {
                { Targets: { Count: > 0 } targets } => [.. Closure(targets, graph, withDependents: true).Select(Urn)],
                { Excludes: { Count: > 0 } excludes } =>
                [
                    .. graph
                        .WithDependencies(Closure(excludes, graph, selection.ExcludesDependents))
                        .Where(resource => !resource.State.Delete)
                        .Select(Urn),
                ],
                _ => [],
            }
        );

    /// <summary>True where a resource may be deleted.</summary>
    public bool Includes(Urn urn) => !_selection.IsLimited || _urns.Contains(urn) == (_selection.Targets.Count > 0);

    /// <summary>
    /// Finds the deletions that the user did not ask for: those of dependents of the targets, unless dependents are included.
    /// </summary>
    public IEnumerable<DeletionStep> FindUnspecified(IEnumerable<DeletionStep> steps) =>
        _selection.Targets.Count == 0 || _selection.IncludesDependents
            ? []
            : steps.Where(step => !_selection.Targets.Any(target => target.Matches(step.Urn)));

    private static Urn Urn(TrackedResource resource) => resource.State.Urn;

    private static IEnumerable<TrackedResource> Closure(IReadOnlyList<UrnPattern> patterns, DependencyGraph graph, bool withDependents)
    {
        var roots = graph.Resources.Where(resource => patterns.Any(pattern => pattern.Matches(resource.State.Urn))).ToArray();
        return withDependents ? graph.WithDependents(roots) : roots;
    }
}
