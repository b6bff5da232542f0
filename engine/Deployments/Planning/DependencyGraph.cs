using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Deployments.Planning;

/// <summary>
/// The dependencies among the resources of a state: by parent, dependency, property dependency, deletedWith and provider.
/// </summary>
internal sealed class DependencyGraph
{
    private readonly List<TrackedResource> _resources;
    private readonly List<List<int>> _dependencies = [];
    private readonly List<List<int>> _dependents = [];
    private readonly Dictionary<TrackedResource, int> _index = new(ReferenceEqualityComparer.Instance);

    /// <param name="resources">Resources, each after its dependencies.</param>
    public DependencyGraph(IEnumerable<TrackedResource> resources)
    {
        _resources = [.. resources];

        // Replaced resources keep their URN until they are deleted: a reference means the last resource of that URN before it.
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

        AddReplacedDependencies();
    }

    /// <summary>All resources, each after its dependencies.</summary>
    public IReadOnlyList<TrackedResource> Resources => _resources;

    /// <summary>Gets the direct dependents of a resource.</summary>
    public IEnumerable<TrackedResource> GetDependents(TrackedResource resource) =>
        _index.TryGetValue(resource, out var index) ? _dependents[index].Select(dependent => _resources[dependent]) : [];

    /// <summary>
    /// Gets the direct and indirect dependents of a resource, dependencies first. Those reached only through an excluded one are excluded
    /// as well.
    /// </summary>
    public IReadOnlyList<TrackedResource> GetAllDependents(TrackedResource root, Func<TrackedResource, bool> isExcluded)
    {
        if (!_index.TryGetValue(root, out var rootIndex))
        {
            return [];
        }

        var reached = new HashSet<int> { rootIndex };
        var found = new List<TrackedResource>();
        for (var i = rootIndex + 1; i < _resources.Count; i++)
        {
            if (_dependencies[i].Exists(reached.Contains) && !isExcluded(_resources[i]))
            {
                reached.Add(i);
                found.Add(_resources[i]);
            }
        }

        return found;
    }

    /// <summary>Adds to resources their direct and indirect dependents.</summary>
    public IEnumerable<TrackedResource> WithDependents(IEnumerable<TrackedResource> roots) => Reach(roots, _dependents);

    /// <summary>Adds to resources their direct and indirect dependencies.</summary>
    public IEnumerable<TrackedResource> WithDependencies(IEnumerable<TrackedResource> roots) => Reach(roots, _dependencies);

    private IEnumerable<TrackedResource> Reach(IEnumerable<TrackedResource> roots, List<List<int>> neighbours)
    {
        var pending = new Stack<int>(roots.Where(_index.ContainsKey).Select(root => _index[root]));
        var reached = new HashSet<int>(pending);
        while (pending.TryPop(out var next))
        {
            foreach (var neighbour in neighbours[next].Where(reached.Add))
            {
                pending.Push(neighbour);
            }
        }

        return reached.Select(index => _resources[index]);
    }

    /// <summary>
    /// Adds the dependencies on replaced resources that come later: those that an earlier deployment kept because their dependents were not
    /// selected. A dependency that would close a cycle is none: the resources refer to each other's replacements.
    /// </summary>
    private void AddReplacedDependencies()
    {
        var replaced = Enumerable.Range(0, _resources.Count).Where(i => _resources[i].State.Delete).ToLookup(i => _resources[i].State.Urn);
        if (replaced.Count == 0)
        {
            return;
        }

        for (var i = 0; i < _resources.Count; i++)
        {
            foreach (var later in _resources[i].State.References().Distinct().SelectMany(urn => replaced[urn]).Where(later => later > i))
            {
                if (!WithDependencies([_resources[later]]).Contains(_resources[i]))
                {
                    _dependencies[i].Add(later);
                    _dependents[later].Add(i);
                }
            }
        }
    }
}
