using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Values;

namespace Pulumi.Serialization;

/// <summary>
/// Reads values of one type. A value that does not fit its type is skipped with a warning: the provider may be newer than the program.
/// </summary>
internal abstract class ValueConverter
{
    private static readonly ConcurrentDictionary<System.Type, ValueConverter> Converters = new();

    public static OutputData<T> Convert<T>(EncodedValue value, string context, Action<string> warn)
    {
        var scope = new ValueScope(warn);
        return scope.Complete((T)For(typeof(T)).Convert(value, context, scope)!);
    }

    public static ValueConverter For(System.Type type) => Converters.GetOrAdd(type, Make);

    /// <summary>Reads a value; the default of the type, with a warning, if it does not fit.</summary>
    public object? Convert(EncodedValue? value, string context, ValueScope scope)
    {
        if (TryConvert(value, context, scope, out var result, out var error))
        {
            return result;
        }

        scope.Warn(error);
        return Default;
    }

    public bool TryConvert(EncodedValue? wrapped, string context, ValueScope scope, out object? result, out string error)
    {
        error = "";
        result = Default;
        var value = scope.Unwrap(wrapped);
        if (value is not null && value.Signature == WellKnownSignatures.OutputValue)
        {
            value = scope.UnwrapOutputValue(value);
        }

        if (value is null || TryConvertKnown(value, context, scope, ref result, ref error))
        {
            return true;
        }

        if (error.Length == 0)
        {
            error = $"{context} should be {Expectation}, but the provider gave {Describe(value)}: it is left out.";
        }

        return false;
    }

    protected abstract object? Default { get; }

    protected abstract string Expectation { get; }

    /// <summary>Reads a value that is neither null nor unknown, and not marked as secret.</summary>
    protected abstract bool TryConvertKnown(EncodedValue value, string context, ValueScope scope, ref object? result, ref string error);

    private static ValueConverter Make(System.Type type)
    {
        if (type == typeof(string))
        {
            return new PrimitiveConverter("a string", null, Value.KindOneofCase.StringValue, value => value.StringValue);
        }

        if (type == typeof(bool))
        {
            return new PrimitiveConverter("a boolean", false, Value.KindOneofCase.BoolValue, value => value.BoolValue);
        }

        if (type == typeof(double))
        {
            return new PrimitiveConverter("a number", 0.0, Value.KindOneofCase.NumberValue, value => value.NumberValue);
        }

        if (type == typeof(int))
        {
            return new PrimitiveConverter("a whole number", 0, Value.KindOneofCase.NumberValue, value => (int)value.NumberValue);
        }

        if (type == typeof(object))
        {
            return new ObjectConverter();
        }

        if (type == typeof(JsonElement))
        {
            return new JsonConverter();
        }

        if (typeof(AssetOrArchive).IsAssignableFrom(type))
        {
            return new AssetConverter(type);
        }

        if (typeof(Resource).IsAssignableFrom(type))
        {
            return new ResourceConverter(type);
        }

        if (type.IsEnum)
        {
            return new EnumConverter(type);
        }

        if (type.IsConstructedGenericType)
        {
            return CreateGeneric(type);
        }

        if (type.IsValueType && type.IsDefined(typeof(EnumTypeAttribute)))
        {
            return new EnumTypeConverter(type);
        }

        if (type.IsInterface && type.GetCustomAttribute<DiscriminatedUnionDiscriminatorAttribute>() is { } discriminator)
        {
            return new DiscriminatedUnionConverter(type, discriminator.PropertyName);
        }

        return new OutputTypeConverter(type);
    }

    private static ValueConverter CreateGeneric(System.Type type)
    {
        var definition = type.GetGenericTypeDefinition();
        var arguments = type.GenericTypeArguments;
        if (definition == typeof(Nullable<>))
        {
            return new NullableConverter(arguments[0]);
        }

        var converter =
            definition == typeof(ImmutableArray<>) ? typeof(ArrayConverter<>).MakeGenericType(arguments)
            : definition == typeof(ImmutableDictionary<,>) && arguments[0] == typeof(string)
                ? typeof(DictionaryConverter<>).MakeGenericType(arguments[1])
            : definition == typeof(Union<,>) ? typeof(UnionConverter<,>).MakeGenericType(arguments)
            : definition == typeof(Output<>) ? typeof(NestedOutputConverter<>).MakeGenericType(arguments)
            : throw OutputTypes.NotAllowed("A value", type);
        return (ValueConverter)Activator.CreateInstance(converter)!;
    }

    private static string Describe(EncodedValue value) =>
        value.KindCase switch
        {
            Value.KindOneofCase.StringValue => "a string",
            Value.KindOneofCase.NumberValue => "a number",
            Value.KindOneofCase.BoolValue => "a boolean",
            Value.KindOneofCase.ListValue => "a list",
            _ => value.Signature switch
            {
                null => "an object",
                WellKnownSignatures.Asset => "an asset",
                WellKnownSignatures.Archive => "an archive",
                WellKnownSignatures.ResourceReference => "a resource",
                _ => "a value of an unknown kind",
            },
        };
}
