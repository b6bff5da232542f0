using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Infra.Protocol.Values;

/// <summary>Converts property values to and from <c>google.protobuf.Struct</c>, their wire format.</summary>
public static class StructConverter
{
    /// <summary>Writes a map of properties.</summary>
    /// <exception cref="PropertyFormatException">The conversion does not support a value.</exception>
    public static Struct ToStruct(PropertyMap properties, StructConversion conversion)
    {
        var result = new Struct();
        var skipNulls = conversion.SkipNulls && !properties.ContainsKey(WellKnownSignatures.Key);
        foreach (var (name, value) in properties)
        {
            if (skipNulls && value is PropertyNull)
            {
                continue;
            }

            try
            {
                if (ToValue(value, conversion) is { } converted)
                {
                    result.Fields.Add(name, converted);
                }
            }
            catch (PropertyFormatException exception)
            {
                throw exception.Within(name);
            }
        }

        return result;
    }

    /// <summary>Writes a value; null for an unknown value that is omitted.</summary>
    /// <exception cref="PropertyFormatException">The conversion does not support a value.</exception>
    public static Value? ToValue(PropertyValue value, StructConversion conversion) =>
        value switch
        {
            PropertyNull => Value.ForNull(),
            PropertyBoolean boolean => Value.ForBool(boolean.Value),
            PropertyNumber number => Value.ForNumber(number.Value),
            PropertyString text => Value.ForString(text.Value),
            PropertyArray array => ToList(array, conversion),
            PropertyObject map => Value.ForStruct(ToStruct(map.Properties, conversion)),
            PropertySecret secret => conversion.KeepSecrets ? ToSecret(secret, conversion) : ToValue(secret.Value, conversion),
            PropertyUnknown unknown => conversion.KeepUnknowns ? Value.ForString(UnknownSentinels.Get(unknown.Kind)) : null,
            PropertyOutput output when !conversion.KeepOutputValues => ToValue(WithoutOutput(output), conversion),
            PropertyOutput output => Value.ForStruct(ToStruct(SignedObject.From(output), conversion)),
            PropertyAsset asset => Value.ForStruct(ToStruct(SignedObject.From(asset), conversion)),
            PropertyArchive archive => Value.ForStruct(ToStruct(SignedObject.From(archive), conversion)),
            PropertyResourceReference reference when !conversion.KeepResources => ToValue(WithoutReference(reference), conversion),
            PropertyResourceReference reference => Value.ForStruct(ToStruct(SignedObject.From(reference), conversion)),
            PropertyByteString bytes => conversion.KeepByteStrings
                ? Value.ForStruct(ToStruct(SignedObject.From(bytes), conversion))
                : throw new PropertyFormatException("The string is not valid UTF-8, which the receiver does not support."),
            _ => throw new NotSupportedException($"There is no wire form of a {value.GetType().Name}."),
        };

    /// <summary>Reads a map of properties.</summary>
    /// <exception cref="PropertyFormatException">A value does not match its signature.</exception>
    public static PropertyMap FromStruct(Struct? properties, StructConversion conversion) =>
        properties is null ? PropertyMap.Empty : StructDecoder.Decode(properties.ToByteArray(), conversion);

    /// <summary>Reads a value; null (not <see cref="PropertyValue.Null"/>) for an unknown value that is omitted.</summary>
    /// <exception cref="PropertyFormatException">A value does not match its signature.</exception>
    public static PropertyValue? FromValue(Value value, StructConversion conversion) =>
        StructDecoder.DecodeValue(value.ToByteArray(), conversion);

    private static Value ToList(PropertyArray array, StructConversion conversion)
    {
        var list = new ListValue();
        list.Values.Capacity = array.Elements.Length;
        for (var i = 0; i < array.Elements.Length; i++)
        {
            try
            {
                if (ToValue(array.Elements[i], conversion) is { } element)
                {
                    list.Values.Add(element);
                }
            }
            catch (PropertyFormatException exception)
            {
                throw exception.Within(i);
            }
        }

        return new Value { ListValue = list };
    }

    private static Value? ToSecret(PropertySecret secret, StructConversion conversion) =>
        ToValue(secret.Value, conversion) is { } value
            ? Value.ForStruct(
                new Struct { Fields = { [WellKnownSignatures.Key] = Value.ForString(WellKnownSignatures.Secret), ["value"] = value } }
            )
            : null;

    internal static PropertyValue WithoutOutput(PropertyOutput output)
    {
        var value = output.Value ?? new PropertyUnknown();
        return output.IsSecret ? new PropertySecret(value) : value;
    }

    internal static PropertyValue WithoutReference(PropertyResourceReference reference) =>
        reference.Id switch
        {
            null => reference.Urn,
            "" => new PropertyUnknown(),
            var id => id,
        };
}
