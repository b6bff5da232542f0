using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.GarbageCollection;

/// <summary>The owner references of all objects, by UID. Only owners, dependents and objects being deleted are kept.</summary>
internal sealed class OwnershipGraph
{
    private readonly Dictionary<string, KubeObject> _objects = [];
    private readonly Dictionary<string, SortedSet<string>> _dependents = [];

    /// <summary>Finds an object by UID, or null.</summary>
    public KubeObject? Find(string uid) => _objects.GetValueOrDefault(uid);

    /// <summary>The dependents of an owner.</summary>
    public IReadOnlyList<KubeObject> GetDependents(string uid) =>
        _dependents.TryGetValue(uid, out var dependents) ? [.. dependents.Select(Find).OfType<KubeObject>()] : [];

    /// <summary>Adds or replaces an object.</summary>
    public void Put(KubeObject item)
    {
        Remove(item);
        if (item.OwnerReferences.Count == 0 && !item.IsDeleting)
        {
            return;
        }

        _objects[item.Uid] = item;
        foreach (var owner in item.OwnerReferences)
        {
            if (!_dependents.TryGetValue(owner.Uid, out var dependents))
            {
                _dependents[owner.Uid] = dependents = new SortedSet<string>(StringComparer.Ordinal);
            }

            dependents.Add(item.Uid);
        }
    }

    /// <summary>Removes an object.</summary>
    public void Remove(KubeObject item)
    {
        if (!_objects.Remove(item.Uid, out var known))
        {
            return;
        }

        foreach (var owner in known.OwnerReferences)
        {
            if (_dependents.TryGetValue(owner.Uid, out var dependents) && dependents.Remove(item.Uid) && dependents.Count == 0)
            {
                _dependents.Remove(owner.Uid);
            }
        }
    }
}
