using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Google.Protobuf.WellKnownTypes;

namespace Infra.Protocol.Values;

/// <summary>
/// Decodes a <c>google.protobuf.Struct</c> to property values without the objects of a message: a request carries as many values as a
/// resource has fields. Equal short texts are shared where that is cheap.
/// </summary>
public static class StructDecoder
{
    // Bounds the stack. Definitions of custom resources are the deepest objects in use, with about 40 levels.
    private const int MaxDepth = 100;

    private static readonly RecentTexts Texts = new();

    /// <summary>Decodes a map of properties.</summary>
    /// <param name="encodedStruct">The bytes of a <see cref="Struct"/>.</param>
    /// <param name="conversion">The kinds of values that are kept.</param>
    /// <exception cref="PropertyFormatException">The bytes are malformed, or a value does not match its signature.</exception>
    public static PropertyMap Decode(ReadOnlySpan<byte> encodedStruct, StructConversion conversion)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        try
        {
            return ReadStruct(encodedStruct, conversion, MaxDepth);
        }
        catch (InvalidDataException exception)
        {
            throw new PropertyFormatException(exception.Message, exception);
        }
    }

    /// <summary>Decodes a value; null (not <see cref="PropertyValue.Null"/>) for an unknown value that is omitted.</summary>
    /// <param name="encodedValue">The bytes of a <see cref="Value"/>.</param>
    /// <param name="conversion">The kinds of values that are kept.</param>
    /// <exception cref="PropertyFormatException">The bytes are malformed, or a value does not match its signature.</exception>
    public static PropertyValue? DecodeValue(ReadOnlySpan<byte> encodedValue, StructConversion conversion)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        try
        {
            return ReadValue(encodedValue, conversion, MaxDepth);
        }
        catch (InvalidDataException exception)
        {
            throw new PropertyFormatException(exception.Message, exception);
        }
    }

    private static PropertyMap ReadStruct(ReadOnlySpan<byte> message, StructConversion conversion, int depth)
    {
        var fields = new WireReader(message);
        var entries = new KeyValuePair<string, PropertyValue>[CountFields(message)];
        var (count, isSigned) = (0, false);
        while (fields.TryReadEntry(out var key, out var encoded))
        {
            var name = Texts.Get(key.Slice(message)).Value;
            try
            {
                if (ReadValue(encoded.Slice(message), conversion, depth - 1) is { } value)
                {
                    entries[count++] = KeyValuePair.Create(name, value);
                }
            }
            catch (PropertyFormatException exception)
            {
                throw exception.Within(name);
            }

            isSigned |= name == WellKnownSignatures.Key;
        }

        if (conversion.SkipNulls && !isSigned)
        {
            count = RemoveNulls(entries.AsSpan(0, count));
        }

        return PropertyMap.FromOwned(count == entries.Length ? entries : entries[..count]);
    }

    private static int RemoveNulls(Span<KeyValuePair<string, PropertyValue>> entries)
    {
        var kept = 0;
        foreach (var entry in entries)
        {
            if (entry.Value is not PropertyNull)
            {
                entries[kept++] = entry;
            }
        }

        return kept;
    }

    private static int CountFields(ReadOnlySpan<byte> message)
    {
        var fields = new WireReader(message);
        var count = 0;
        while (fields.TryRead(out var number, out _))
        {
            count += number == 1 ? 1 : 0;
        }

        return count;
    }

    private static PropertyValue? ReadValue(ReadOnlySpan<byte> message, StructConversion conversion, int depth)
    {
        if (depth < 0)
        {
            throw new PropertyFormatException($"Values are nested more than {MaxDepth} levels deep.");
        }

        // The last field counts, as for every oneof.
        var kind = Value.KindOneofCase.None;
        ReadOnlySpan<byte> content = [];
        var fields = new WireReader(message);
        while (fields.TryRead(out var number, out var field))
        {
            kind = (Value.KindOneofCase)number;
            content = field.Slice(message);
        }

        return kind switch
        {
            Value.KindOneofCase.BoolValue => WireReader.IsTrue(content),
            Value.KindOneofCase.NumberValue when content.Length == sizeof(double) => BinaryPrimitives.ReadDoubleLittleEndian(content),
            Value.KindOneofCase.StringValue => ReadString(content, conversion),
            Value.KindOneofCase.ListValue => ReadList(content, conversion, depth),
            Value.KindOneofCase.StructValue => SignedObject.Restore(ReadStruct(content, conversion, depth), conversion),
            Value.KindOneofCase.NumberValue => throw new PropertyFormatException("A number does not have eight bytes."),
            _ => PropertyValue.Null,
        };
    }

    private static PropertyValue? ReadString(ReadOnlySpan<byte> content, StructConversion conversion)
    {
        var text = Texts.Get(content);
        return UnknownSentinels.Find(text.Value) is not { } kind ? text
            : conversion.KeepUnknowns ? new PropertyUnknown(kind)
            : null;
    }

    private static PropertyArray ReadList(ReadOnlySpan<byte> message, StructConversion conversion, int depth)
    {
        var elements = new PropertyValue[CountFields(message)];
        var fields = new WireReader(message);
        var count = 0;
        while (fields.TryRead(out var number, out var element))
        {
            if (number != ListValue.ValuesFieldNumber)
            {
                continue;
            }

            try
            {
                // An omitted unknown element becomes null, so that the other elements keep their indices.
                elements[count] = ReadValue(element.Slice(message), conversion, depth - 1) ?? PropertyValue.Null;
                count++;
            }
            catch (PropertyFormatException exception)
            {
                throw exception.Within(count);
            }
        }

        return new PropertyArray(ImmutableCollectionsMarshal.AsImmutableArray(elements));
    }
}
