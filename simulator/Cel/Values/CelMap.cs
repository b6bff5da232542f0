namespace Infra.Simulator.Cel.Values;

/// <summary>A map that an expression created.</summary>
internal sealed class CelMap : ICelMap
{
    private readonly Dictionary<object, (object? Key, object? Value)> _entries = [];

    public CelMap() { }

    public CelMap(CelMap other)
    {
        _entries = new(other._entries);
    }

    public int Count => _entries.Count;

    public IEnumerable<object?> Keys => _entries.Values.Select(entry => entry.Key);

    public bool TryAdd(object key, object? value) => _entries.TryAdd(Normalize(key), (key, value));

    public bool TryGet(object? key, out object? value)
    {
        value = null;
        if (key is null || !_entries.TryGetValue(Normalize(key), out var entry))
        {
            return false;
        }

        value = entry.Value;
        return true;
    }

    /// <summary>Whole numbers of different types are the same key.</summary>
    private static object Normalize(object key) =>
        key switch
        {
            ulong and <= long.MaxValue => (long)(ulong)key,
            double number when number == Math.Floor(number) && Math.Abs(number) < 9.2e18 => (long)number,
            _ => key,
        };
}
