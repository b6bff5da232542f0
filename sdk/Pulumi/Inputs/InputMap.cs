using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A map argument of a resource. Each value is an input, and the whole map may be an output.</summary>
public sealed class InputMap<TValue>
    : Input<ImmutableDictionary<string, TValue>>,
        IEnumerable,
        IAsyncEnumerable<Input<KeyValuePair<string, TValue>>>
{
    // Either the entries are known now, or the whole map is an output.
    private ImmutableDictionary<string, Input<TValue>>? _entries;
    private Output<ImmutableDictionary<string, Input<TValue>>>? _output;
    private Output<ImmutableDictionary<string, TValue>>? _joined;

    /// <summary>An empty map.</summary>
    public InputMap() => _entries = ImmutableDictionary<string, Input<TValue>>.Empty;

    private InputMap(Output<ImmutableDictionary<string, Input<TValue>>> output) => _output = output;

    private InputMap(ImmutableDictionary<string, Input<TValue>> entries) => _entries = entries;

    private protected override object? Content => _entries is null ? _output : _entries;

    private Output<ImmutableDictionary<string, Input<TValue>>> Entries => _entries is null ? _output! : Output.Create(_entries);

    /// <summary>Adds an entry.</summary>
    /// <param name="key">The key. If the map already has the key, the map resolves only if both values are equal.</param>
    public Input<TValue> this[string key]
    {
        set => Add(key, value);
    }

    /// <summary>Adds an entry.</summary>
    /// <param name="key">The key. If the map already has the key, the map resolves only if both values are equal.</param>
    /// <param name="value">A value, or an output of another resource.</param>
    public void Add(string key, Input<TValue> value)
    {
        _joined = null;
        if (_entries is null)
        {
            _output = WithLater(_output!, key, value);
        }
        else
        {
            _entries = With(_entries, key, value);
        }
    }

    /// <summary>Adds all entries of another map.</summary>
    /// <param name="values">The other map, as it is now.</param>
    public void Add(InputMap<TValue> values) => AddRange(values);

    /// <summary>Adds all entries of another map. The map resolves only if the values of common keys are equal.</summary>
    /// <param name="values">The other map, as it is now.</param>
    public void AddRange(InputMap<TValue> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (_entries is not null && values._entries is { } others && !others.Keys.Any(_entries.ContainsKey))
        {
            Become(_entries.AddRange(others));
        }
        else
        {
            Become(Output.Tuple(Entries, values.Entries).Apply(maps => maps.Item1.AddRange(maps.Item2)));
        }
    }

    /// <summary>Merges two maps into a new one. The second takes precedence.</summary>
    public static InputMap<TValue> Merge(InputMap<TValue> first, InputMap<TValue> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return first._entries is not null && second._entries is not null
            ? new(first._entries.SetItems(second._entries))
            : new(Output.Tuple(first.Entries, second.Entries).Apply(maps => maps.Item1.SetItems(maps.Item2)));
    }

    /// <summary>A map of values.</summary>
    public static implicit operator InputMap<TValue>(Dictionary<string, TValue> values) => Output.Create(values);

    /// <summary>A map of values.</summary>
    public static implicit operator InputMap<TValue>(ImmutableDictionary<string, TValue> values) => Output.Create(values);

    /// <summary>A map whose value is an output.</summary>
    public static implicit operator InputMap<TValue>(Output<Dictionary<string, TValue>> values) => new(values.Apply(ToInputs));

    /// <summary>A map whose value is an output.</summary>
    public static implicit operator InputMap<TValue>(Output<IDictionary<string, TValue>> values) => new(values.Apply(ToInputs));

    /// <summary>A map whose value is an output. A null dictionary stays null.</summary>
    public static implicit operator InputMap<TValue>(Output<ImmutableDictionary<string, TValue>> values) =>
        new(values.Apply(entries => entries is null ? null! : ToInputs(entries)));

    /// <summary>Enumerates the entries once the map is resolved; an unknown map has none.</summary>
    /// <param name="cancellationToken">Not used: resolving cannot be cancelled.</param>
    public async IAsyncEnumerator<Input<KeyValuePair<string, TValue>>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        var entries = await AsOutput().GetValueAsync(ImmutableDictionary<string, TValue>.Empty).ConfigureAwait(false);
        foreach (var entry in entries)
        {
            yield return entry;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() =>
        throw new NotSupportedException(
            $"{GetType().FullName} cannot be enumerated synchronously, because its entries may not be available yet. Use await foreach."
        );

    internal override Output<ImmutableDictionary<string, TValue>> AsOutput() => _joined ??= Entries.Apply(JoinEntries);

    private void Become(ImmutableDictionary<string, Input<TValue>> entries) => (_entries, _output, _joined) = (entries, null, null);

    private void Become(Output<ImmutableDictionary<string, Input<TValue>>> output) => (_entries, _output, _joined) = (null, output, null);

    private static ImmutableDictionary<string, Input<TValue>> With(
        ImmutableDictionary<string, Input<TValue>> entries,
        string key,
        Input<TValue> value
    ) => entries.SetItem(key, entries.TryGetValue(key, out var existing) ? Same(key, existing, value) : value);

    private static Output<ImmutableDictionary<string, Input<TValue>>> WithLater(
        Output<ImmutableDictionary<string, Input<TValue>>> output,
        string key,
        Input<TValue> value
    ) => output.Apply(entries => With(entries, key, value));

    private static Output<TValue> Same(string key, Input<TValue> existing, Input<TValue> value) =>
        Output
            .Tuple(existing, value)
            .Apply(pair =>
                EqualityComparer<TValue>.Default.Equals(pair.Item1, pair.Item2)
                    ? pair.Item1
                    : throw new ArgumentException($"The key '{key}' was added to a map twice, with different values.")
            );

    private static Output<ImmutableDictionary<string, TValue>> JoinEntries(ImmutableDictionary<string, Input<TValue>> entries)
    {
        // A null dictionary stays null: see the conversion from Output<ImmutableDictionary<…>>.
        if (entries is null)
        {
            return Output.Create((ImmutableDictionary<string, TValue>)null!);
        }

        var keys = entries.Keys.ToArray();
        return Output
            .All(keys.Select(key => entries[key]))
            .Apply(values => ImmutableDictionary.CreateRange(keys.Zip(values, KeyValuePair.Create)));
    }

    private static ImmutableDictionary<string, Input<TValue>> ToInputs(IEnumerable<KeyValuePair<string, TValue>> entries) =>
        ImmutableDictionary.CreateRange(entries.Select(entry => KeyValuePair.Create(entry.Key, (Input<TValue>)entry.Value)));
}
