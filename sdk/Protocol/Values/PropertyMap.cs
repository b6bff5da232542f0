using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Infra.Protocol.Values;

/// <summary>
/// Properties by name: immutable, equal by content, enumerated in the ordinal order of the names. A sorted array with binary search suits
/// the small maps that nearly all are.
/// </summary>
public sealed class PropertyMap : IReadOnlyDictionary<string, PropertyValue>, IEquatable<PropertyMap>
{
    private static readonly NameComparer ByName = new();

    private readonly KeyValuePair<string, PropertyValue>[] _entries;

    private PropertyMap(KeyValuePair<string, PropertyValue>[] sortedEntries) => _entries = sortedEntries;

    /// <summary>The map without properties.</summary>
    public static PropertyMap Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _entries.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _entries.Select(entry => entry.Key);

    /// <inheritdoc/>
    public IEnumerable<PropertyValue> Values => _entries.Select(entry => entry.Value);

    /// <inheritdoc/>
    public PropertyValue this[string key] =>
        TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no property '{key}'.");

    /// <summary>Creates a map. Of two properties with the same name, the last one wins.</summary>
    public static PropertyMap From(IEnumerable<KeyValuePair<string, PropertyValue>> properties)
    {
        if (properties is PropertyMap map)
        {
            return map;
        }

        return FromOwned(properties.ToArray());
    }

    /// <summary>Creates a map from entries that nothing else refers to. Of two properties with the same name, the last one wins.</summary>
    internal static PropertyMap FromOwned(KeyValuePair<string, PropertyValue>[] entries)
    {
        if (entries.Length == 0)
        {
            return Empty;
        }

        if (!IsStrictlySorted(entries))
        {
            // A stable sort keeps the last of equal names last.
            entries = [.. entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)];
            entries = [.. entries.Where((entry, i) => i + 1 == entries.Length || entry.Key != entries[i + 1].Key)];
        }

        return new PropertyMap(entries);
    }

    /// <summary>Creates a map. Of two properties with the same name, the last one wins.</summary>
    public static PropertyMap Create(params IEnumerable<(string Name, PropertyValue Value)> properties) =>
        From(properties.Select(property => KeyValuePair.Create(property.Name, property.Value)));

    /// <inheritdoc/>
    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out PropertyValue value)
    {
        var index = IndexOf(key);
        value = index >= 0 ? _entries[index].Value : null;
        return index >= 0;
    }

    /// <summary>The value of a property; null if there is none.</summary>
    public PropertyValue? Find(string key) => TryGetValue(key, out var value) ? value : null;

    /// <summary>Returns a copy with one property set.</summary>
    public PropertyMap SetItem(string key, PropertyValue value)
    {
        var index = IndexOf(key);
        var entry = KeyValuePair.Create(key, value);
        if (index < 0)
        {
            return new PropertyMap([.. _entries.AsSpan(0, ~index), entry, .. _entries.AsSpan(~index)]);
        }

        var entries = _entries.AsSpan().ToArray();
        entries[index] = entry;
        return new PropertyMap(entries);
    }

    /// <summary>Returns a copy with all given properties set.</summary>
    public PropertyMap SetItems(IEnumerable<KeyValuePair<string, PropertyValue>> properties) => From(_entries.Concat(properties));

    /// <summary>Returns a copy without a property.</summary>
    public PropertyMap Remove(string key)
    {
        var index = IndexOf(key);
        return index < 0 ? this : new PropertyMap([.. _entries.AsSpan(0, index), .. _entries.AsSpan(index + 1)]);
    }

    /// <summary>Returns the properties that satisfy a condition.</summary>
    public PropertyMap Where(Func<string, PropertyValue, bool> condition) =>
        From(_entries.Where(entry => condition(entry.Key, entry.Value)));

    /// <summary>Returns a map with the same names and converted values: this map if every value remains the same object.</summary>
    public PropertyMap Select(Func<PropertyValue, PropertyValue> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        KeyValuePair<string, PropertyValue>[]? changed = null;
        for (var i = 0; i < _entries.Length; i++)
        {
            var (name, value) = _entries[i];
            var converted = selector(value);
            if (!ReferenceEquals(converted, value))
            {
                changed ??= [.. _entries];
                changed[i] = KeyValuePair.Create(name, converted);
            }
        }

        return changed is null ? this : new PropertyMap(changed);
    }

    /// <summary>Whether the map contains a secret at any depth.</summary>
    public bool ContainsSecrets() => Array.Exists(_entries, entry => entry.Value.ContainsSecrets());

    /// <summary>Whether the map contains an unknown value at any depth.</summary>
    public bool ContainsUnknowns() => Array.Exists(_entries, entry => entry.Value.ContainsUnknowns());

    /// <summary>Returns a copy with all secrets replaced by their values.</summary>
    public PropertyMap RevealSecrets() => Select(value => value.RevealSecrets());

    /// <inheritdoc/>
    public bool Equals(PropertyMap? other) =>
        other is not null && (ReferenceEquals(this, other) || _entries.AsSpan().SequenceEqual(other._entries));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PropertyMap);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var (name, value) in _entries)
        {
            hash.Add(HashCode.Combine(name, value));
        }

        return hash.ToHashCode();
    }

    /// <summary>Enumerates the properties without an allocation.</summary>
    public ImmutableArray<KeyValuePair<string, PropertyValue>>.Enumerator GetEnumerator() =>
        ImmutableCollectionsMarshal.AsImmutableArray(_entries).GetEnumerator();

    IEnumerator<KeyValuePair<string, PropertyValue>> IEnumerable<KeyValuePair<string, PropertyValue>>.GetEnumerator() =>
        _entries.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _entries.GetEnumerator();

    /// <summary>Formats the map like JSON, for messages. Secrets are redacted, unknown values are marked.</summary>
    public override string ToString() => PropertyText.Print(this);

    private static bool IsStrictlySorted(ReadOnlySpan<KeyValuePair<string, PropertyValue>> entries)
    {
        for (var i = 1; i < entries.Length; i++)
        {
            if (string.CompareOrdinal(entries[i - 1].Key, entries[i].Key) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private int IndexOf(string key) => Array.BinarySearch(_entries, KeyValuePair.Create(key, PropertyValue.Null), ByName);

    private sealed class NameComparer : IComparer<KeyValuePair<string, PropertyValue>>
    {
        public int Compare(KeyValuePair<string, PropertyValue> x, KeyValuePair<string, PropertyValue> y) =>
            string.CompareOrdinal(x.Key, y.Key);
    }
}
