using System.Reflection;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Values;

namespace Pulumi.Serialization;

internal sealed class PrimitiveConverter(
    string expectation,
    object? defaultValue,
    Value.KindOneofCase kind,
    Func<EncodedValue, object> read
) : ValueConverter
{
    protected override object? Default => defaultValue;

    protected override string Expectation => expectation;

    protected override bool TryConvertKnown(EncodedValue value, string context, ValueScope scope, ref object? result, ref string error)
    {
        if (value.KindCase != kind)
        {
            return false;
        }

        result = read(value);
        return true;
    }
}

internal sealed class ObjectConverter : ValueConverter
{
    protected override object? Default => null;

    protected override string Expectation => "any value";

    protected override bool TryConvertKnown(EncodedValue value, string context, ValueScope scope, ref object? result, ref string error)
    {
        result = ValueReader.Read(value, scope);
        return true;
    }
}

internal sealed class EnumConverter(System.Type type) : ValueConverter
{
    protected override object? Default { get; } = System.Enum.ToObject(type, 0);

    protected override string Expectation => $"a number of {type.Name}";

    protected override bool TryConvertKnown(EncodedValue value, string context, ValueScope scope, ref object? result, ref string error)
    {
        if (value.KindCase != Value.KindOneofCase.NumberValue)
        {
            return false;
        }

        result = System.Enum.ToObject(type, (int)value.NumberValue);
        return true;
    }
}

internal sealed class EnumTypeConverter(System.Type type) : ValueConverter
{
    private readonly ConstructorInfo? _fromText = EnumTypes.ConstructorFrom(type, typeof(string));
    private readonly ConstructorInfo? _fromNumber = EnumTypes.ConstructorFrom(type, typeof(double));

    protected override object? Default { get; } = Activator.CreateInstance(type);

    protected override string Expectation => $"a {type.Name}";

    protected override bool TryConvertKnown(EncodedValue value, string context, ValueScope scope, ref object? result, ref string error)
    {
        var constructed = value.KindCase switch
        {
            Value.KindOneofCase.StringValue => _fromText?.Invoke([value.StringValue]),
            Value.KindOneofCase.NumberValue => _fromNumber?.Invoke([value.NumberValue]),
            _ => null,
        };
        result = constructed ?? Default;
        return constructed is not null;
    }
}

internal sealed class NullableConverter(System.Type type) : ValueConverter
{
    private readonly ValueConverter _inner = For(type);

    protected override object? Default => null;

    protected override string Expectation => $"a {type.Name}";

    protected override bool TryConvertKnown(EncodedValue value, string context, ValueScope scope, ref object? result, ref string error) =>
        _inner.TryConvert(value, context, scope, out result, out error);
}

internal sealed class AssetConverter(System.Type type) : ValueConverter
{
    protected override object? Default => null;

    protected override string Expectation => type == typeof(Archive) ? "an archive" : "an asset";

    // No warning: the program's own value stays valid.
    protected override bool TryConvertKnown(EncodedValue value, string context, ValueScope scope, ref object? result, ref string error)
    {
        result =
            SpecialValue.TryReadAsset(value, out var asset) && type.IsInstanceOfType(asset) ? asset
            : type == typeof(Archive) ? new InvalidArchive()
            : new InvalidAsset();
        return true;
    }
}

internal sealed class ResourceConverter(System.Type type) : ValueConverter
{
    protected override object? Default => null;

    protected override string Expectation => $"a {type.Name}";

    protected override bool TryConvertKnown(EncodedValue value, string context, ValueScope scope, ref object? result, ref string error)
    {
        if (!SpecialValue.TryReadResource(value, out var resource))
        {
            return false;
        }

        result = type.IsInstanceOfType(resource) ? resource : null;
        return result is not null || Fail(resource, context, ref error);
    }

    private bool Fail(Resource resource, string context, ref string error)
    {
        error = $"{context} should be {Expectation}, but the provider gave a {resource.GetType().Name}: it is left out.";
        return false;
    }
}

internal sealed class JsonConverter : ValueConverter
{
    protected override object? Default => default(JsonElement);

    protected override string Expectation => "JSON";

    protected override bool TryConvertKnown(EncodedValue value, string context, ValueScope scope, ref object? result, ref string error)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            if (!TryWrite(writer, value, scope))
            {
                return false;
            }
        }

        result = JsonElement.Parse(stream.GetBuffer().AsSpan(0, (int)stream.Length));
        return true;
    }

    private static bool TryWrite(Utf8JsonWriter writer, EncodedValue? wrapped, ValueScope scope)
    {
        switch (scope.Unwrap(wrapped))
        {
            case null:
                writer.WriteNullValue();
                return true;
            case { KindCase: Value.KindOneofCase.StringValue } text:
                writer.WriteStringValue(text.StringValue);
                return true;
            case { KindCase: Value.KindOneofCase.NumberValue } number:
                writer.WriteNumberValue(number.NumberValue);
                return true;
            case { KindCase: Value.KindOneofCase.BoolValue } flag:
                writer.WriteBooleanValue(flag.BoolValue);
                return true;
            case { KindCase: Value.KindOneofCase.ListValue } list:
                writer.WriteStartArray();
                foreach (var element in list.Elements)
                {
                    if (!TryWrite(writer, element, scope))
                    {
                        return false;
                    }
                }

                writer.WriteEndArray();
                return true;
            case var fields when fields.Signature is null:
                writer.WriteStartObject();
                foreach (var (key, field) in fields.Fields.Where(field => !ValueReader.IsInternal(field.Key)))
                {
                    writer.WritePropertyName(key);
                    if (!TryWrite(writer, field, scope))
                    {
                        return false;
                    }
                }

                writer.WriteEndObject();
                return true;
            default:
                return false;
        }
    }
}
