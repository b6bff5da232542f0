namespace Infra.Protocol.Values;

/// <summary>
/// Encodes property values as a <c>google.protobuf.Struct</c> without the objects of a message: a response carries as many values as a
/// resource has fields.
/// </summary>
public static class StructEncoder
{
    /// <summary>Encodes a map of properties to the bytes of <see cref="StructConverter.ToStruct"/>.</summary>
    /// <exception cref="PropertyFormatException">The conversion does not support a value.</exception>
    public static byte[] Encode(PropertyMap properties, StructConversion conversion)
    {
        using var writer = new StructWriter();
        WriteFields(writer, properties, conversion);
        return writer.ToArray();
    }

    private static void WriteFields(StructWriter writer, PropertyMap properties, StructConversion conversion)
    {
        var skipNulls = conversion.SkipNulls && !properties.ContainsKey(WellKnownSignatures.Key);
        foreach (var (name, value) in properties)
        {
            if ((skipNulls && value is PropertyNull) || Reduce(value, conversion) is not { } reduced)
            {
                continue;
            }

            try
            {
                var field = writer.BeginField(name);
                Write(writer, reduced, conversion);
                writer.EndField(field);
            }
            catch (PropertyFormatException exception)
            {
                throw exception.Within(name);
            }
        }
    }

    /// <summary>The value without the kinds that the receiver does not support; null for an unknown value that is omitted.</summary>
    private static PropertyValue? Reduce(PropertyValue value, StructConversion conversion) =>
        value switch
        {
            PropertyUnknown when !conversion.KeepUnknowns => null,
            PropertySecret secret when Reduce(secret.Value, conversion) is var inner => inner is null || !conversion.KeepSecrets
                ? inner
                : secret,
            PropertyOutput output when !conversion.KeepOutputValues => Reduce(StructConverter.WithoutOutput(output), conversion),
            PropertyResourceReference reference when !conversion.KeepResources => Reduce(
                StructConverter.WithoutReference(reference),
                conversion
            ),
            _ => value,
        };

    private static void Write(StructWriter writer, PropertyValue reduced, StructConversion conversion)
    {
        switch (reduced)
        {
            case PropertyNull:
                writer.WriteNull();
                break;
            case PropertyBoolean boolean:
                writer.WriteBool(boolean.Value);
                break;
            case PropertyNumber number:
                writer.WriteNumber(number.Value);
                break;
            case PropertyString text:
                writer.WriteString(text.Value);
                break;
            case PropertyUnknown unknown:
                writer.WriteString(UnknownSentinels.Get(unknown.Kind));
                break;
            case PropertyArray array:
                WriteList(writer, array, conversion);
                break;
            case PropertyObject map:
                WriteStruct(writer, map.Properties, conversion);
                break;
            case PropertySecret secret:
                WriteSecret(writer, secret, conversion);
                break;
            case PropertyOutput output:
                WriteStruct(writer, SignedObject.From(output), conversion);
                break;
            case PropertyAsset asset:
                WriteStruct(writer, SignedObject.From(asset), conversion);
                break;
            case PropertyArchive archive:
                WriteStruct(writer, SignedObject.From(archive), conversion);
                break;
            case PropertyResourceReference reference:
                WriteStruct(writer, SignedObject.From(reference), conversion);
                break;
            case PropertyByteString bytes when conversion.KeepByteStrings:
                WriteStruct(writer, SignedObject.From(bytes), conversion);
                break;
            case PropertyByteString:
                throw new PropertyFormatException("The string is not valid UTF-8, which the receiver does not support.");
            default:
                throw new NotSupportedException($"There is no wire form of a {reduced.GetType().Name}.");
        }
    }

    private static void WriteStruct(StructWriter writer, PropertyMap properties, StructConversion conversion)
    {
        var map = writer.BeginStruct();
        WriteFields(writer, properties, conversion);
        writer.End(map);
    }

    private static void WriteSecret(StructWriter writer, PropertySecret secret, StructConversion conversion)
    {
        var map = writer.BeginStruct();
        var signature = writer.BeginField(WellKnownSignatures.Key);
        writer.WriteString(WellKnownSignatures.Secret);
        writer.EndField(signature);
        var value = writer.BeginField("value");
        Write(writer, Reduce(secret.Value, conversion)!, conversion);
        writer.EndField(value);
        writer.End(map);
    }

    private static void WriteList(StructWriter writer, PropertyArray array, StructConversion conversion)
    {
        var list = writer.BeginList();
        for (var i = 0; i < array.Elements.Length; i++)
        {
            if (Reduce(array.Elements[i], conversion) is not { } reduced)
            {
                continue;
            }

            try
            {
                var element = writer.BeginElement();
                Write(writer, reduced, conversion);
                writer.End(element);
            }
            catch (PropertyFormatException exception)
            {
                throw exception.Within(i);
            }
        }

        writer.End(list);
    }
}
