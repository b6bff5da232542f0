using Infra.Engine.Resources;

namespace Infra.Engine.State;

/// <summary>
/// Restores the order of a snapshot's resources, each after those it refers to. It is disturbed where a deployment of some resources keeps
/// a resource before one that it refers to and that the program no longer registers, or registers later.
/// </summary>
internal static class SnapshotOrder
{
    /// <summary>Moves each resource behind those it refers to, and nothing else.</summary>
    public static IReadOnlyList<ResourceState> Restore(IReadOnlyList<ResourceState> resources)
    {
        var last = new Dictionary<Urn, int>();
        var isOrdered = true;
        for (var i = 0; i < resources.Count; i++)
        {
            last[resources[i].Urn] = i;
        }

        var seen = new HashSet<Urn>();
        foreach (var resource in resources)
        {
            isOrdered &= References(resource).All(urn => seen.Contains(urn) || !last.ContainsKey(urn));
            seen.Add(resource.Urn);
        }

        return isOrdered ? resources : Sort(resources, last);
    }

    private static List<ResourceState> Sort(IReadOnlyList<ResourceState> resources, Dictionary<Urn, int> positions)
    {
        var sorted = new List<ResourceState>(resources.Count);
        var visited = new bool[resources.Count];
        var placed = new HashSet<Urn>();
        for (var i = 0; i < resources.Count; i++)
        {
            Visit(i);
        }

        return sorted;

        void Visit(int index)
        {
            if (visited[index])
            {
                return;
            }

            visited[index] = true;
            foreach (var urn in References(resources[index]))
            {
                if (!placed.Contains(urn) && positions.TryGetValue(urn, out var position))
                {
                    Visit(position);
                }
            }

            sorted.Add(resources[index]);
            placed.Add(resources[index].Urn);
        }
    }

    private static IEnumerable<Urn> References(ResourceState resource) =>
        resource.Provider is { } provider ? resource.References().Append(provider.Urn) : resource.References();
}
