using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Infra.Protocol.Values;

/// <summary>
/// An encoded <c>google.protobuf.Value</c>. Its parts are decoded on access, so that reading a part of a large response is cheap.
/// </summary>
public sealed class EncodedValue
{
    private static readonly EncodedName SignatureKey = new(WellKnownSignatures.Key);

    private readonly ReadOnlyMemory<byte> _content;
    private string? _signature;
    private bool _isSignatureKnown;

    private EncodedValue(Value.KindOneofCase kind, ReadOnlyMemory<byte> content) => (KindCase, _content) = (kind, content);

    /// <summary>The kind of the value.</summary>
    public Value.KindOneofCase KindCase { get; }

    /// <summary>
    /// The signature of a struct that represents another kind of value (see <see cref="WellKnownSignatures"/>); null for other values.
    /// </summary>
    public string? Signature
    {
        get
        {
            if (!_isSignatureKnown)
            {
                (_signature, _isSignatureKnown) = (FindSignature(), true);
            }

            return _signature;
        }
    }

    /// <summary>The string; valid only for that kind.</summary>
    public string StringValue => Encoding.UTF8.GetString(_content.Span);

    /// <summary>The number; valid only for that kind.</summary>
    public double NumberValue => BinaryPrimitives.ReadDoubleLittleEndian(_content.Span);

    /// <summary>The boolean; valid only for that kind.</summary>
    public bool BoolValue => KindCase == Value.KindOneofCase.BoolValue && WireReader.IsTrue(_content.Span);

    /// <summary>The elements; valid only for a list.</summary>
    /// <exception cref="InvalidDataException">The bytes are malformed.</exception>
    public IReadOnlyList<EncodedValue> Elements
    {
        get
        {
            var elements = new List<EncodedValue>();
            var reader = new WireReader(_content.Span);
            while (reader.TryRead(out var number, out var content))
            {
                if (number == ListValue.ValuesFieldNumber)
                {
                    elements.Add(FromValue(content.Slice(_content)));
                }
            }

            return elements;
        }
    }

    /// <summary>The fields by name; valid only for a struct.</summary>
    /// <exception cref="InvalidDataException">The bytes are malformed.</exception>
    public IReadOnlyList<KeyValuePair<string, EncodedValue>> Fields
    {
        get
        {
            var fields = new List<KeyValuePair<string, EncodedValue>>();
            var message = _content.Span;
            var reader = new WireReader(message);
            while (reader.TryReadEntry(out var name, out var value))
            {
                fields.Add(KeyValuePair.Create(Encoding.UTF8.GetString(name.Slice(message)), FromValue(value.Slice(_content))));
            }

            return fields;
        }
    }

    /// <summary>Creates a value from an encoded struct.</summary>
    /// <param name="encodedStruct">The bytes of a <see cref="Struct"/>.</param>
    public static EncodedValue FromStruct(ReadOnlyMemory<byte> encodedStruct) => new(Value.KindOneofCase.StructValue, encodedStruct);

    /// <summary>Encodes a value.</summary>
    /// <param name="message">The value as a message.</param>
    public static EncodedValue From(Value message) => FromValue(message.ToByteArray());

    /// <summary>Encodes a struct as a value.</summary>
    /// <param name="message">The struct as a message.</param>
    public static EncodedValue From(Struct message) => FromStruct(message.ToByteArray());

    /// <summary>A field of a struct; null if there is no such field, or the value is not a struct.</summary>
    /// <param name="name">The name of the field.</param>
    /// <exception cref="InvalidDataException">The bytes are malformed.</exception>
    public EncodedValue? Find(EncodedName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (KindCase != Value.KindOneofCase.StructValue)
        {
            return null;
        }

        var message = _content.Span;
        var reader = new WireReader(message);
        while (reader.TryReadEntry(out var field, out var value))
        {
            if (name.Is(field.Slice(message)))
            {
                return FromValue(value.Slice(_content));
            }
        }

        return null;
    }

    /// <summary>The fields of the given names, in their order; null for a missing one.</summary>
    /// <param name="names">The names, which are found in a single pass.</param>
    /// <exception cref="InvalidDataException">The bytes are malformed.</exception>
    public EncodedValue?[] Find(EncodedName[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var found = new EncodedValue?[names.Length];
        if (KindCase != Value.KindOneofCase.StructValue)
        {
            return found;
        }

        var message = _content.Span;
        var reader = new WireReader(message);
        while (reader.TryReadEntry(out var field, out var value))
        {
            var name = field.Slice(message);
            for (var i = 0; i < names.Length; i++)
            {
                if (names[i].Is(name))
                {
                    found[i] = FromValue(value.Slice(_content));
                }
            }
        }

        return found;
    }

    private string? FindSignature() =>
        Find(SignatureKey) is { KindCase: Value.KindOneofCase.StringValue } signature ? signature.StringValue : null;

    private static EncodedValue FromValue(ReadOnlyMemory<byte> value)
    {
        var (kind, content) = (Value.KindOneofCase.None, ReadOnlyMemory<byte>.Empty);
        var reader = new WireReader(value.Span);
        while (reader.TryRead(out var number, out var field))
        {
            (kind, content) = ((Value.KindOneofCase)number, field.Slice(value));
        }

        return new(kind, content);
    }
}
