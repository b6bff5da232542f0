using Infra.Engine.Resources;

namespace Infra.Engine.Deployments.Refreshing;

/// <summary>Repairs the references to resources that a refresh has removed from the state.</summary>
internal static class RefreshedReferences
{
    /// <summary>
    /// Drops the dependencies on removed resources, and gives their children the nearest remaining ancestor as parent. A reference means
    /// the resources of its URN that precede it.
    /// </summary>
    /// <param name="resources">The resources in the order of the state; null for a removed one.</param>
    /// <param name="old">The same resources before the refresh.</param>
    /// <returns>The repaired resources, at the same indices.</returns>
    public static IReadOnlyList<ResourceState?> Repair(IReadOnlyList<ResourceState?> resources, IReadOnlyList<ResourceState> old)
    {
        var present = new HashSet<Urn>();
        var removedParents = new Dictionary<Urn, Urn>();
        var repaired = new List<ResourceState?>(resources.Count);
        for (var i = 0; i < resources.Count; i++)
        {
            if (resources[i] is { } resource)
            {
                repaired.Add(Repair(resource, present, FindParent(resource.Parent)));
                present.Add(resource.Urn);
            }
            else
            {
                removedParents[old[i].Urn] = FindParent(old[i].Parent);
                repaired.Add(null);
            }
        }

        return repaired;

        Urn FindParent(Urn parent) => parent.IsEmpty || present.Contains(parent) ? parent : removedParents.GetValueOrDefault(parent);
    }

    private static ResourceState Repair(ResourceState resource, HashSet<Urn> present, Urn parent) =>
        resource with
        {
            Parent = parent,
            Dependencies = [.. resource.Dependencies.Where(present.Contains)],
            PropertyDependencies = Repair(resource.PropertyDependencies, present),
            DeletedWith = present.Contains(resource.DeletedWith) ? resource.DeletedWith : default,
        };

    // As in Pulumi, a property without dependencies is not listed after a refresh.
    private static Dictionary<string, IReadOnlyList<Urn>>? Repair(
        IReadOnlyDictionary<string, IReadOnlyList<Urn>>? dependencies,
        HashSet<Urn> present
    )
    {
        var repaired = dependencies
            ?.Select(property => (property.Key, Urns: (IReadOnlyList<Urn>)[.. property.Value.Where(present.Contains)]))
            .Where(property => property.Urns.Count > 0)
            .ToDictionary(property => property.Key, property => property.Urns);
        return repaired is { Count: > 0 } ? repaired : null;
    }
}
