using Infra.Engine.Errors;
using Infra.Engine.Resources;

namespace Infra.Engine.State.Editing;

/// <summary>Sorts the resources of a snapshot so that each follows its dependencies, and keeps their order otherwise.</summary>
internal sealed class SnapshotSort
{
    private readonly Dictionary<Urn, ResourceState> _replaced = [];
    private readonly Dictionary<Urn, ResourceState> _current = [];
    private readonly HashSet<ResourceState> _visiting = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<ResourceState> _visited = new(ReferenceEqualityComparer.Instance);
    private readonly List<ResourceState> _sorted = [];

    private SnapshotSort(IReadOnlyList<ResourceState> resources)
    {
        foreach (var resource in resources)
        {
            (resource.Delete ? _replaced : _current)[resource.Urn] = resource;
        }
    }

    /// <exception cref="StateException">The dependencies form a cycle.</exception>
    public static IReadOnlyList<ResourceState> Sort(IReadOnlyList<ResourceState> resources)
    {
        var sort = new SnapshotSort(resources);
        foreach (var resource in resources)
        {
            sort.Visit(resource);
        }

        return sort._sorted;
    }

    private void Visit(ResourceState resource)
    {
        if (_visited.Contains(resource))
        {
            return;
        }

        if (!_visiting.Add(resource))
        {
            throw new StateException($"snapshot has cyclic dependencies: {resource.Urn} depends on itself");
        }

        var references = resource.References();
        foreach (var urn in resource.Provider is { } provider ? references.Append(provider.Urn) : references)
        {
            if (Find(urn, resource) is { } dependency)
            {
                Visit(dependency);
            }
        }

        _visiting.Remove(resource);
        _visited.Add(resource);
        _sorted.Add(resource);
    }

    /// <summary>
    /// Finds the resource that a reference means: a replaced resource refers to other replaced ones, a current one to current ones.
    /// </summary>
    private ResourceState? Find(Urn urn, ResourceState from)
    {
        var (first, second) = from.Delete ? (_replaced, _current) : (_current, _replaced);
        return first.GetValueOrDefault(urn) ?? second.GetValueOrDefault(urn);
    }
}
