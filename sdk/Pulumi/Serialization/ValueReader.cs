using System.Collections.Immutable;
using System.Reflection;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Values;

namespace Pulumi.Serialization;

/// <summary>
/// Reads values without a known type: texts, booleans and <c>double</c>s, <see cref="ImmutableArray{T}"/> and <see
/// cref="ImmutableDictionary{TKey, TValue}"/> of them, assets, archives, resources and outputs.
/// </summary>
internal static class ValueReader
{
    private static readonly MethodInfo CreateOutputMethod = typeof(ValueReader).GetMethod(
        nameof(CreateOutput),
        BindingFlags.NonPublic | BindingFlags.Static
    )!;

    public static OutputData<object?> Read(EncodedValue value)
    {
        var scope = new ValueScope(_ => { });
        return scope.Complete(Read(value, scope));
    }

    public static object? Read(EncodedValue? wrapped, ValueScope scope)
    {
        if (scope.Unwrap(wrapped) is not { } value)
        {
            return null;
        }

        return value.KindCase switch
        {
            Value.KindOneofCase.StringValue => value.StringValue,
            Value.KindOneofCase.NumberValue => value.NumberValue,
            Value.KindOneofCase.BoolValue => value.BoolValue,
            Value.KindOneofCase.ListValue => ReadList(value.Elements, scope),
            Value.KindOneofCase.StructValue => ReadStruct(value, scope),
            _ => throw new InvalidOperationException("The engine sent a value without content."),
        };
    }

    private static ImmutableArray<object?> ReadList(IReadOnlyList<EncodedValue> list, ValueScope scope)
    {
        var values = ImmutableArray.CreateBuilder<object?>(list.Count);
        foreach (var element in list)
        {
            values.Add(Read(element, scope));
        }

        return values.MoveToImmutable();
    }

    private static object ReadStruct(EncodedValue value, ValueScope scope)
    {
        if (value.Signature is { } signature)
        {
            if (SpecialValue.TryReadAsset(value, out var asset))
            {
                return asset;
            }

            if (SpecialValue.TryReadResource(value, out var resource))
            {
                return resource;
            }

            if (signature == WellKnownSignatures.OutputValue)
            {
                return ReadOutputValue(value);
            }
        }

        var fields = ImmutableDictionary.CreateBuilder<string, object?>();
        foreach (var (key, field) in value.Fields)
        {
            if (!IsInternal(key))
            {
                fields.Add(key, Read(field, scope));
            }
        }

        return fields.ToImmutable();
    }

    /// <summary>Whether a field is internal to the engine and its providers.</summary>
    public static bool IsInternal(string key) => key.StartsWith("__", StringComparison.Ordinal);

    private static object ReadOutputValue(EncodedValue outputValue)
    {
        var scope = new ValueScope(_ => { });
        var value = Read(scope.UnwrapOutputValue(outputValue), scope);
        var dependencies = SpecialValue.Field(outputValue, WireFormat.DependenciesField) is { KindCase: Value.KindOneofCase.ListValue } urns
            ? urns.Elements.Select(urn => (Resource)new DependencyResource(urn.StringValue)).ToImmutableHashSet()
            : [];
        return CreateOutputMethod
            .MakeGenericMethod(value?.GetType() ?? typeof(object))
            .Invoke(null, [value, scope.IsKnown, scope.IsSecret, dependencies])!;
    }

    private static Output<T> CreateOutput<T>(object? value, bool isKnown, bool isSecret, ImmutableHashSet<Resource> dependencies) =>
        new(new OutputData<T>((T)value!, isKnown, isSecret, dependencies));
}
