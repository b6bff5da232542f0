using Infra.Engine.Resources;

namespace Infra.Engine.State.Editing;

/// <summary>A resource that a repair changed.</summary>
/// <param name="OldUrn">Its URN before.</param>
/// <param name="NewUrn">Its URN after: without the types of missing parents.</param>
/// <param name="Delete">True if it is pending deletion.</param>
/// <param name="Removed">The references to missing resources that were removed.</param>
public sealed record PrunedResource(Urn OldUrn, Urn NewUrn, bool Delete, IReadOnlyList<RemovedReference> Removed);

/// <summary>What a repair did.</summary>
/// <param name="Reordered">The resources that moved before their dependents.</param>
/// <param name="Pruned">The resources that lost references.</param>
public sealed record RepairReport(IReadOnlyList<ResourceState> Reordered, IReadOnlyList<PrunedResource> Pruned);

/// <summary>
/// Repairs a snapshot that violates the integrity rules: sorts its resources and removes references to resources it lacks.
/// </summary>
internal static class SnapshotRepair
{
    /// <exception cref="Errors.StateException">The dependencies form a cycle.</exception>
    public static (Snapshot Repaired, RepairReport Report) Repair(Snapshot snapshot)
    {
        var sorted = SnapshotSort.Sort(snapshot.Resources);
        var current = new Dictionary<Urn, Urn>();
        var pruned = new List<PrunedResource>();
        var resources = new List<ResourceState>(sorted.Count);
        foreach (var resource in sorted)
        {
            var (repaired, removed) = Prune(resource, current);
            if (repaired.Urn != resource.Urn || removed.Count > 0)
            {
                pruned.Add(new PrunedResource(resource.Urn, repaired.Urn, resource.Delete, removed));
            }

            current[resource.Urn] = repaired.Urn;
            resources.Add(repaired);
        }

        var repairedSnapshot = snapshot with { Resources = resources };
        return (repairedSnapshot, new RepairReport(FindReordered(snapshot.Resources, sorted), pruned));
    }

    private static (ResourceState State, IReadOnlyList<RemovedReference> Removed) Prune(
        ResourceState resource,
        Dictionary<Urn, Urn> current
    )
    {
        var (state, removed) = resource.WithoutReferences(current.ContainsKey);
        var parent = current.GetValueOrDefault(state.Parent);
        var urn = state.Parent.IsEmpty ? state.Urn : Urn.Create(state.Urn.Stack, state.Urn.Project, parent, state.Urn.Type, state.Urn.Name);
        if (!state.Parent.IsEmpty && parent.IsEmpty)
        {
            removed = [new RemovedReference(ReferenceType.Parent, state.Parent, Property: null), .. removed];
        }

        // A missing provider cannot be removed: the resource needs one. The check after the repair reports it.
        return (
            (state with { Urn = urn }).WithReferences(reference => current.GetValueOrDefault(reference, reference)) with
            {
                Parent = parent,
            },
            removed
        );
    }

    /// <summary>Finds the resources with other neighbors on both sides, without those that shifted because another one moved.</summary>
    private static List<ResourceState> FindReordered(IReadOnlyList<ResourceState> before, IReadOnlyList<ResourceState> after)
    {
        var old = new Dictionary<ResourceState, int>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < before.Count; i++)
        {
            old[before[i]] = i;
        }

        return
        [
            .. after.Where(
                (resource, index) =>
                    !ReferenceEquals(after.ElementAtOrDefault(index - 1), before.ElementAtOrDefault(old[resource] - 1))
                    && !ReferenceEquals(after.ElementAtOrDefault(index + 1), before.ElementAtOrDefault(old[resource] + 1))
            ),
        ];
    }
}
