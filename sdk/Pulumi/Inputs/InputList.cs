using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A list argument of a resource. Each element is an input, and the whole list may be an output.</summary>
public sealed class InputList<T> : Input<ImmutableArray<T>>, IEnumerable, IAsyncEnumerable<Input<T>>
{
    // The elements of the head, which is an output, are followed by those of the tail.
    private Output<ImmutableArray<Input<T>>>? _head;
    private ImmutableArray<Input<T>> _tail;
    private Output<ImmutableArray<T>>? _joined;

    /// <summary>An empty list.</summary>
    public InputList() => _tail = [];

    private InputList(ImmutableArray<Input<T>> elements) => _tail = elements;

    private InputList(Output<ImmutableArray<Input<T>>>? head, ImmutableArray<Input<T>> tail) => (_head, _tail) = (head, tail);

    private protected override object? Content => _head is null ? _tail : Elements;

    private Output<ImmutableArray<Input<T>>> Elements
    {
        get
        {
            if (_head is null)
            {
                return Output.Create(_tail);
            }

            if (!_tail.IsEmpty)
            {
                var tail = _tail;
                _head = _head.Apply(head => Concat(head, tail));
                _tail = [];
            }

            return _head;
        }
    }

    /// <summary>Adds elements at the end.</summary>
    public void Add(params Input<T>[] inputs) => Append(ImmutableArray.Create(inputs));

    /// <summary>Adds all elements of another list at the end.</summary>
    /// <param name="inputs">The other list, as it is now.</param>
    public void Add(InputList<T> inputs) => AddRange(inputs);

    /// <summary>Adds all elements of another list at the end.</summary>
    /// <param name="inputs">The other list, as it is now.</param>
    public void AddRange(InputList<T> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs._head is null)
        {
            Append(inputs._tail);
            return;
        }

        _head = Output.Tuple(Elements, inputs.Elements).Apply(pair => Concat(pair.Item1, pair.Item2));
        _tail = [];
        _joined = null;
    }

    /// <summary>Creates a list of the elements of this list and then of another. Neither is changed.</summary>
    public InputList<T> Concat(InputList<T> other)
    {
        var result = Clone();
        result.AddRange(other);
        return result;
    }

    /// <summary>A list of one value.</summary>
    public static implicit operator InputList<T>(T value) => new(ImmutableArray.Create<Input<T>>(value));

    /// <summary>A list of one output.</summary>
    public static implicit operator InputList<T>(Output<T> value) => new(ImmutableArray.Create<Input<T>>(value));

    /// <summary>A list of one input.</summary>
    public static implicit operator InputList<T>(Input<T> value) => new(ImmutableArray.Create(value));

    /// <summary>A list of values.</summary>
    public static implicit operator InputList<T>(T[] values) => new([.. values.Select(value => (Input<T>)value)]);

    /// <summary>A list of outputs.</summary>
    public static implicit operator InputList<T>(Output<T>[] values) => new([.. values.Select(value => (Input<T>)value)]);

    /// <summary>A list of inputs.</summary>
    public static implicit operator InputList<T>(Input<T>[] values) => new(ImmutableArray.Create(values));

    /// <summary>A list of values.</summary>
    public static implicit operator InputList<T>(List<T> values) => new([.. values.Select(value => (Input<T>)value)]);

    /// <summary>A list of outputs.</summary>
    public static implicit operator InputList<T>(List<Output<T>> values) => new([.. values.Select(value => (Input<T>)value)]);

    /// <summary>A list of inputs.</summary>
    public static implicit operator InputList<T>(List<Input<T>> values) => new([.. values]);

    /// <summary>A list of values.</summary>
    public static implicit operator InputList<T>(ImmutableArray<T> values) => new(ToInputs(values));

    /// <summary>A list of outputs.</summary>
    public static implicit operator InputList<T>(ImmutableArray<Output<T>> values) =>
        new(values.IsDefault ? default : ImmutableArray.CreateRange(values, value => (Input<T>)value));

    /// <summary>A list of inputs.</summary>
    public static implicit operator InputList<T>(ImmutableArray<Input<T>> values) => new(values);

    /// <summary>A list whose value is an output.</summary>
    public static implicit operator InputList<T>(Output<T[]> values) => new(values.Apply(elements => ToInputs([.. elements])), []);

    /// <summary>A list whose value is an output.</summary>
    public static implicit operator InputList<T>(Output<List<T>> values) => new(values.Apply(elements => ToInputs([.. elements])), []);

    /// <summary>A list whose value is an output.</summary>
    public static implicit operator InputList<T>(Output<IEnumerable<T>> values) =>
        new(values.Apply(elements => ToInputs([.. elements])), []);

    /// <summary>A list whose value is an output.</summary>
    public static implicit operator InputList<T>(Output<ImmutableArray<T>> values) => new(values.Apply(ToInputs), []);

    /// <summary>Enumerates the elements once the list is resolved; an unknown list has none.</summary>
    /// <param name="cancellationToken">Not used: resolving cannot be cancelled.</param>
    public async IAsyncEnumerator<Input<T>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        var values = await AsOutput().GetValueAsync(whenUnknown: []).ConfigureAwait(false);
        if (values.IsDefault)
        {
            yield break;
        }

        foreach (var value in values)
        {
            yield return value;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() =>
        throw new NotSupportedException(
            $"{GetType().FullName} cannot be enumerated synchronously, because its elements may not be available yet. Use await foreach."
        );

    internal override Output<ImmutableArray<T>> AsOutput() => _joined ??= Elements.Apply(JoinElements);

    internal InputList<T> Clone() => new(_head, _tail);

    private void Append(ImmutableArray<Input<T>> elements)
    {
        _tail = Concat(_tail, elements);
        _joined = null;
    }

    private static Output<ImmutableArray<T>> JoinElements(ImmutableArray<Input<T>> elements) =>
        elements.IsDefault ? Output.Create(default(ImmutableArray<T>)) : Output.CombineInputs(elements);

    private static ImmutableArray<Input<T>> ToInputs(ImmutableArray<T> values) =>
        values.IsDefault ? default : ImmutableArray.CreateRange(values, value => (Input<T>)value);

    private static ImmutableArray<Input<T>> Concat(ImmutableArray<Input<T>> first, ImmutableArray<Input<T>> second) =>
        second.IsDefaultOrEmpty ? first
        : first.IsDefaultOrEmpty ? second
        : first.AddRange(second);
}
