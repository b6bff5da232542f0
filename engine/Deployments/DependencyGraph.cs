using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Deployments;

/// <summary>Which resources of a state rest on which: by parent, dependency, property dependency, deletedWith and provider.</summary>
internal sealed class DependencyGraph
{
    private readonly List<TrackedResource> _resources;
    private readonly List<List<int>> _dependencies = [];
    private readonly List<List<int>> _dependents = [];
    private readonly Dictionary<TrackedResource, int> _index = new(ReferenceEqualityComparer.Instance);

    /// <param name="resources">Resources in an order in which everything precedes what depends on it.</param>
    public DependencyGraph(IEnumerable<TrackedResource> resources)
    {
        _resources = [.. resources];

        // A URN means the last resource of that name before the one that mentions it: a predecessor waiting for its deletion has the same.
        var latest = new Dictionary<Urn, int>();
        var providers = new Dictionary<ProviderReference, int>();
        for (var i = 0; i < _resources.Count; i++)
        {
            var state = _resources[i].State;
            var dependencies = new HashSet<int>();
            foreach (var urn in state.References())
            {
                if (latest.TryGetValue(urn, out var dependency))
                {
                    dependencies.Add(dependency);
                }
            }

            if (state.Provider is { } reference && providers.TryGetValue(reference, out var provider))
            {
                dependencies.Add(provider);
            }

            _dependencies.Add([.. dependencies]);
            _dependents.Add([]);
            foreach (var dependency in dependencies)
            {
                _dependents[dependency].Add(i);
            }

            latest[state.Urn] = i;
            _index[_resources[i]] = i;
            if (ProviderType.IsProvider(state.Type))
            {
                providers[new ProviderReference(state.Urn, state.Id)] = i;
            }
        }
    }

    /// <summary>The resources that directly rest on one.</summary>
    public IEnumerable<TrackedResource> DependentsOf(TrackedResource resource) =>
        _index.TryGetValue(resource, out var index) ? _dependents[index].Select(dependent => _resources[dependent]) : [];

    /// <summary>Everything that directly or indirectly rests on one, dependencies first. What is left out hides what only rests on that.</summary>
    public IReadOnlyList<TrackedResource> AllDependentsOf(TrackedResource root, Func<TrackedResource, bool> isLeftOut)
    {
        if (!_index.TryGetValue(root, out var rootIndex))
        {
            return [];
        }

        var reached = new HashSet<int> { rootIndex };
        var found = new List<TrackedResource>();
        for (var i = rootIndex + 1; i < _resources.Count; i++)
        {
            if (_dependencies[i].Exists(reached.Contains) && !isLeftOut(_resources[i]))
            {
                reached.Add(i);
                found.Add(_resources[i]);
            }
        }

        return found;
    }
}
