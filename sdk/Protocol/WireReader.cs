using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;

namespace Infra.Protocol;

/// <summary>Reads the fields of a message off its bytes, one after the other.</summary>
internal struct WireReader(ReadOnlyMemory<byte> message)
{
    private ReadOnlyMemory<byte> _rest = message;

    /// <summary>Reads the next field.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="content">Its content: the octets of a number, or what stands behind the length.</param>
    /// <exception cref="InvalidDataException">The bytes are malformed.</exception>
    public bool TryRead(out int number, out ReadOnlyMemory<byte> content)
    {
        (number, content) = (0, default);
        if (_rest.IsEmpty)
            return false;
        var tag = (uint)ReadVarint();
        number = WireFormat.GetTagFieldNumber(tag);
        content = WireFormat.GetTagWireType(tag) switch
        {
            WireFormat.WireType.Varint => Take(VarintSize()),
            WireFormat.WireType.Fixed64 => Take(sizeof(ulong)),
            WireFormat.WireType.LengthDelimited => Take(ReadVarint()),
            WireFormat.WireType.Fixed32 => Take(sizeof(uint)),
            var other => throw new InvalidDataException($"A message has a field {number} of the wire type {other}, which is not in use."),
        };
        return true;
    }

    /// <summary>Reads the next entry of a map, where the message is nothing but a map from texts to messages.</summary>
    /// <exception cref="InvalidDataException">The bytes are malformed.</exception>
    public bool TryReadEntry(out ReadOnlyMemory<byte> key, out ReadOnlyMemory<byte> value)
    {
        (key, value) = (default, default);
        int number;
        ReadOnlyMemory<byte> entry;
        do
        {
            if (!TryRead(out number, out entry))
                return false;
        }
        while (number != 1);

        var fields = new WireReader(entry);
        while (fields.TryRead(out var field, out var content))
        {
            if (field == 1)
                key = content;
            else if (field == 2)
                value = content;
        }

        return true;
    }

    private ReadOnlyMemory<byte> Take(long size)
    {
        if (size < 0 || size > _rest.Length)
            Fail();
        var taken = _rest[..(int)size];
        _rest = _rest[(int)size..];
        return taken;
    }

    private long ReadVarint()
    {
        var value = 0UL;
        var shift = 0;
        foreach (var octet in Take(VarintSize()).Span)
        {
            value |= (ulong)(octet & 0x7f) << shift;
            shift += 7;
        }

        return (long)value;
    }

    private readonly int VarintSize()
    {
        var last = _rest.Span.IndexOfAnyInRange((byte)0, (byte)0x7f);
        if (last is < 0 or >= 10)
            Fail();
        return last + 1;
    }

    [DoesNotReturn]
    private static void Fail() => throw new InvalidDataException("A message ends within a field.");
}
