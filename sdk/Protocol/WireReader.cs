using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;

namespace Infra.Protocol;

/// <summary>The range of a field's content within the bytes of its message.</summary>
internal readonly record struct WireRange(int Start, int Length)
{
    public WireRange Within(WireRange outer) => new(outer.Start + Start, Length);

    public ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> message) => message.Slice(Start, Length);

    public ReadOnlyMemory<byte> Slice(ReadOnlyMemory<byte> message) => message.Slice(Start, Length);
}

/// <summary>Reads the fields of an encoded message in order.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private int _position;

    /// <summary>Reads the next field.</summary>
    /// <param name="number">The number of the field.</param>
    /// <param name="content">The bytes of a number, or the bytes after the length.</param>
    /// <returns>False at the end of the message.</returns>
    /// <exception cref="InvalidDataException">The bytes are malformed.</exception>
    public bool TryRead(out int number, out WireRange content)
    {
        (number, content) = (0, default);
        if (_position == _message.Length)
        {
            return false;
        }

        var tag = (uint)ReadVarint();
        number = WireFormat.GetTagFieldNumber(tag);
        content = WireFormat.GetTagWireType(tag) switch
        {
            WireFormat.WireType.LengthDelimited => Take(ReadVarint()),
            WireFormat.WireType.Varint => TakeVarint(),
            WireFormat.WireType.Fixed64 => Take(sizeof(ulong)),
            WireFormat.WireType.Fixed32 => Take(sizeof(uint)),
            var other => throw new InvalidDataException($"A message has a field {number} of the unsupported wire type {other}."),
        };
        return true;
    }

    /// <summary>Reads the next entry of a message that consists of a single map with string keys and message values.</summary>
    /// <exception cref="InvalidDataException">The bytes are malformed.</exception>
    public bool TryReadEntry(out WireRange key, out WireRange value)
    {
        (key, value) = (default, default);
        while (TryRead(out var number, out var entry))
        {
            if (number != 1)
            {
                continue;
            }

            var fields = new WireReader(entry.Slice(_message));
            while (fields.TryRead(out var field, out var content))
            {
                if (field == 1)
                {
                    key = content.Within(entry);
                }
                else if (field == 2)
                {
                    value = content.Within(entry);
                }
            }

            return true;
        }

        return false;
    }

    /// <summary>Whether the bytes of a varint are those of a true boolean: any bit but those that announce another byte is set.</summary>
    public static bool IsTrue(ReadOnlySpan<byte> varint)
    {
        foreach (var octet in varint)
        {
            if ((octet & 0x7f) != 0)
            {
                return true;
            }
        }

        return false;
    }

    private WireRange Take(ulong size)
    {
        if (size > (ulong)(_message.Length - _position))
        {
            Fail();
        }

        var taken = new WireRange(_position, (int)size);
        _position += (int)size;
        return taken;
    }

    private WireRange TakeVarint()
    {
        var start = _position;
        ReadVarint();
        return new(start, _position - start);
    }

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_position == _message.Length)
            {
                Fail();
            }

            var octet = _message[_position++];
            value |= (ulong)(octet & 0x7f) << shift;
            if (octet < 0x80)
            {
                return value;
            }
        }

        Fail();
        return 0;
    }

    [DoesNotReturn]
    private static void Fail() => throw new InvalidDataException("A message ends within a field.");
}
