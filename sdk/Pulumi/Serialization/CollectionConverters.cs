using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Values;

namespace Pulumi.Serialization;

internal sealed class ArrayConverter<T> : ValueConverter
{
    private readonly ValueConverter _element = For(typeof(T));

    protected override object? Default => default(ImmutableArray<T>);

    protected override string Expectation => "a list";

    protected override bool TryConvertKnown(EncodedValue value, string context, ValueScope scope, ref object? result, ref string error)
    {
        if (value.KindCase != Value.KindOneofCase.ListValue)
        {
            return false;
        }

        var values = value.Elements;
        var elements = ImmutableArray.CreateBuilder<T>(values.Count);
        foreach (var element in values)
        {
            elements.Add((T)_element.Convert(element, context, scope)!);
        }

        result = elements.MoveToImmutable();
        return true;
    }
}

internal sealed class DictionaryConverter<T> : ValueConverter
{
    private readonly ValueConverter _element = For(typeof(T));

    protected override object? Default => null;

    protected override string Expectation => "an object";

    protected override bool TryConvertKnown(EncodedValue value, string context, ValueScope scope, ref object? result, ref string error)
    {
        if (value.KindCase != Value.KindOneofCase.StructValue || SpecialValue.IsResourceOrAsset(value))
        {
            return false;
        }

        var entries = ImmutableDictionary.CreateBuilder<string, T>();
        foreach (var (key, field) in value.Fields)
        {
            if (!ValueReader.IsInternal(key))
            {
                entries.Add(key, (T)_element.Convert(field, context, scope)!);
            }
        }

        result = entries.ToImmutable();
        return true;
    }
}

internal sealed class UnionConverter<T0, T1> : ValueConverter
{
    private readonly ValueConverter _first = For(typeof(T0));
    private readonly ValueConverter _second = For(typeof(T1));

    protected override object? Default => default(Union<T0, T1>);

    protected override string Expectation => $"a {typeof(T0).Name} or {typeof(T1).Name}";

    protected override bool TryConvertKnown(EncodedValue value, string context, ValueScope scope, ref object? result, ref string error)
    {
        if (_first.TryConvert(value, context, scope, out var first, out _))
        {
            result = Union<T0, T1>.FromT0((T0)first!);
        }
        else if (_second.TryConvert(value, context, scope, out var second, out _))
        {
            result = Union<T0, T1>.FromT1((T1)second!);
        }
        else
        {
            return false;
        }

        return true;
    }
}

internal sealed class NestedOutputConverter<T> : ValueConverter
{
    private readonly ValueConverter _inner = For(typeof(T));

    protected override object? Default => null;

    protected override string Expectation => $"a {typeof(T).Name}";

    protected override bool TryConvertKnown(EncodedValue value, string context, ValueScope scope, ref object? result, ref string error)
    {
        if (!_inner.TryConvert(value, context, scope, out var inner, out error))
        {
            return false;
        }

        result = Output.Create((T)inner!);
        return true;
    }
}
