namespace Infra.Simulator.Informers;

/// <summary>Finds the objects of a cache by a value computed from each, such as the node of a pod.</summary>
internal sealed class CacheIndex<T>(Func<T, IEnumerable<string>> getValues)
    where T : ObjectView
{
    private static readonly SortedDictionary<string, T> None = [];
    private readonly Dictionary<string, SortedDictionary<string, T>> _byValue = [];

    /// <summary>The objects with this value, in ordinal order of <c>namespace/name</c>.</summary>
    public IReadOnlyCollection<T> this[string value] => (_byValue.GetValueOrDefault(value) ?? None).Values;

    /// <summary>Applies a change of the cache.</summary>
    public void Apply(CacheChange<T> change)
    {
        // An object whose values cannot be computed keeps its last ones.
        var added = change.After is { } after ? getValues(after) : [];
        if (change.Before is { } before)
        {
            foreach (var value in getValues(before))
            {
                Remove(value, before);
            }
        }

        foreach (var value in added)
        {
            Add(value, change.After!);
        }
    }

    private void Add(string value, T item)
    {
        if (!_byValue.TryGetValue(value, out var items))
        {
            _byValue[value] = items = new SortedDictionary<string, T>(StringComparer.Ordinal);
        }

        items[item.Key.ToString()] = item;
    }

    private void Remove(string value, T item)
    {
        if (!_byValue.TryGetValue(value, out var items))
        {
            return;
        }

        items.Remove(item.Key.ToString());
        if (items.Count == 0)
        {
            _byValue.Remove(value);
        }
    }
}
