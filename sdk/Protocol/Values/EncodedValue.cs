using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Infra.Protocol.Values;

/// <summary>
/// A <c>google.protobuf.Value</c> in its bytes. Only what is asked for is read, so a large answer of which a program needs little
/// costs little.
/// </summary>
public sealed class EncodedValue
{
    private static readonly EncodedName SignatureKey = new(WellKnownSignatures.Key);

    private readonly ReadOnlyMemory<byte> _content;
    private string? _signature;
    private bool _isSignatureKnown;

    private EncodedValue(Value.KindOneofCase kind, ReadOnlyMemory<byte> content) => (KindCase, _content) = (kind, content);

    /// <summary>What the value is.</summary>
    public Value.KindOneofCase KindCase { get; }

    /// <summary>What a struct stands for that is no object (see <see cref="WellKnownSignatures"/>); null for every other value.</summary>
    public string? Signature
    {
        get
        {
            if (!_isSignatureKnown)
                (_signature, _isSignatureKnown) = (FindSignature(), true);
            return _signature;
        }
    }

    /// <summary>The text, if it is one.</summary>
    public string StringValue => Encoding.UTF8.GetString(_content.Span);

    /// <summary>The number, if it is one.</summary>
    public double NumberValue => BinaryPrimitives.ReadDoubleLittleEndian(_content.Span);

    /// <summary>The boolean, if it is one.</summary>
    public bool BoolValue
    {
        get
        {
            // Any bit of the number, apart from those which say that it goes on.
            foreach (var octet in _content.Span)
            {
                if ((octet & 0x7f) != 0)
                    return KindCase == Value.KindOneofCase.BoolValue;
            }

            return false;
        }
    }

    /// <summary>The elements, if it is a list.</summary>
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
                    elements.Add(OfValue(content.Of(_content)));
            }

            return elements;
        }
    }

    /// <summary>The fields by their names, if it is a struct.</summary>
    /// <exception cref="InvalidDataException">The bytes are malformed.</exception>
    public IReadOnlyList<KeyValuePair<string, EncodedValue>> Fields
    {
        get
        {
            var fields = new List<KeyValuePair<string, EncodedValue>>();
            var message = _content.Span;
            var reader = new WireReader(message);
            while (reader.TryReadEntry(out var name, out var value))
                fields.Add(KeyValuePair.Create(Encoding.UTF8.GetString(name.Of(message)), OfValue(value.Of(_content))));
            return fields;
        }
    }

    /// <summary>A value that is a struct.</summary>
    /// <param name="encodedStruct">The bytes of a <see cref="Struct"/>.</param>
    public static EncodedValue OfStruct(ReadOnlyMemory<byte> encodedStruct) => new(Value.KindOneofCase.StructValue, encodedStruct);

    /// <summary>The value that a message is.</summary>
    /// <param name="message">The message.</param>
    public static EncodedValue Of(Value message) => OfValue(message.ToByteArray());

    /// <summary>The value that a struct is.</summary>
    /// <param name="message">The struct.</param>
    public static EncodedValue Of(Struct message) => OfStruct(message.ToByteArray());

    /// <summary>A field of a struct; null if it has none of that name, or is none.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="InvalidDataException">The bytes are malformed.</exception>
    public EncodedValue? Find(EncodedName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (KindCase != Value.KindOneofCase.StructValue)
            return null;
        var message = _content.Span;
        var reader = new WireReader(message);
        while (reader.TryReadEntry(out var field, out var value))
        {
            if (name.Is(field.Of(message)))
                return OfValue(value.Of(_content));
        }

        return null;
    }

    /// <summary>Fields of a struct, in the order of their names, with null for those that it has not.</summary>
    /// <param name="names">The names. To find them all at once takes one pass.</param>
    /// <exception cref="InvalidDataException">The bytes are malformed.</exception>
    public EncodedValue?[] Find(EncodedName[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var found = new EncodedValue?[names.Length];
        if (KindCase != Value.KindOneofCase.StructValue)
            return found;
        var message = _content.Span;
        var reader = new WireReader(message);
        while (reader.TryReadEntry(out var field, out var value))
        {
            var name = field.Of(message);
            for (var i = 0; i < names.Length; i++)
            {
                if (names[i].Is(name))
                    found[i] = OfValue(value.Of(_content));
            }
        }

        return found;
    }

    private string? FindSignature() =>
        Find(SignatureKey) is { KindCase: Value.KindOneofCase.StringValue } signature ? signature.StringValue : null;

    private static EncodedValue OfValue(ReadOnlyMemory<byte> value)
    {
        var (kind, content) = (Value.KindOneofCase.None, ReadOnlyMemory<byte>.Empty);
        var reader = new WireReader(value.Span);
        while (reader.TryRead(out var number, out var field))
            (kind, content) = ((Value.KindOneofCase)number, field.Of(value));
        return new(kind, content);
    }
}
