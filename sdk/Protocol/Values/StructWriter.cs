using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Infra.Protocol.Values;

/// <summary>
/// Encodes a <c>google.protobuf.Struct</c> without creating the objects of a message. A nested value is written first and gets its length
/// afterwards. Not thread-safe.
/// </summary>
/// <remarks>
/// A field is begun, gets one value and is ended. A value is written by a <c>Write…</c> method, as a struct of fields, or as a list of
/// values.
/// </remarks>
public sealed class StructWriter : IDisposable
{
    private const int InitialCapacity = 4 * 1024;

    // A tag is the field number, shifted by three bits, and the wire type (0 varint, 1 fixed64, 2 length-delimited).
    private const byte FieldTag = (1 << 3) | 2;
    private const byte FieldNameTag = (1 << 3) | 2;
    private const byte FieldValueTag = (2 << 3) | 2;
    private const byte NullTag = 1 << 3;
    private const byte NumberTag = (2 << 3) | 1;
    private const byte StringTag = (3 << 3) | 2;
    private const byte BoolTag = 4 << 3;
    private const byte StructTag = (5 << 3) | 2;
    private const byte ListTag = (6 << 3) | 2;
    private const byte ElementTag = (1 << 3) | 2;

    // A program serializes up to a thousand resources at once, of which the shared pool keeps a few dozen buffers.
    private static readonly ArrayPool<byte> Buffers = ArrayPool<byte>.Create(1024 * 1024, 1024);

    private byte[] _buffer = Buffers.Rent(InitialCapacity);
    private int _length;

    /// <summary>A struct, list, element or field that was begun and has to be ended.</summary>
    public readonly record struct Mark
    {
        internal int Outer { get; init; }

        internal int Inner { get; init; }
    }

    /// <summary>The bytes written so far, until more are written.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Copies the bytes written so far.</summary>
    public byte[] ToArray() => Written.ToArray();

    /// <summary>Begins a field of a struct.</summary>
    /// <param name="name">The name of the field.</param>
    public Mark BeginField(string name)
    {
        var outer = BeginBlock(FieldTag);
        WriteText(FieldNameTag, name);
        return new Mark { Outer = outer, Inner = BeginBlock(FieldValueTag) };
    }

    /// <summary>Ends a field after its value.</summary>
    /// <param name="field">The result of beginning the field.</param>
    public void EndField(Mark field)
    {
        EndBlock(field.Inner);
        EndBlock(field.Outer);
    }

    /// <summary>Removes a field that was begun, with everything written since.</summary>
    /// <param name="field">The result of beginning the field.</param>
    public void DropField(Mark field) => _length = field.Outer - 2;

    /// <summary>Begins a value that is a struct.</summary>
    public Mark BeginStruct() => new() { Outer = BeginBlock(StructTag) };

    /// <summary>Begins a value that is a list.</summary>
    public Mark BeginList() => new() { Outer = BeginBlock(ListTag) };

    /// <summary>Begins an element of a list.</summary>
    public Mark BeginElement() => new() { Outer = BeginBlock(ElementTag) };

    /// <summary>Ends a struct, a list or an element of a list.</summary>
    /// <param name="begun">The result of the matching call that began it.</param>
    public void End(Mark begun) => EndBlock(begun.Outer);

    /// <summary>Writes a null as the value of the begun field or element.</summary>
    public void WriteNull()
    {
        var span = Reserve(2);
        (span[0], span[1]) = (NullTag, 0);
        _length += 2;
    }

    /// <summary>Writes a boolean.</summary>
    /// <param name="value">The value to write.</param>
    public void WriteBool(bool value)
    {
        var span = Reserve(2);
        (span[0], span[1]) = (BoolTag, value ? (byte)1 : (byte)0);
        _length += 2;
    }

    /// <summary>Writes a number.</summary>
    /// <param name="value">The value to write.</param>
    public void WriteNumber(double value)
    {
        var span = Reserve(1 + sizeof(double));
        span[0] = NumberTag;
        BinaryPrimitives.WriteDoubleLittleEndian(span[1..], value);
        _length += 1 + sizeof(double);
    }

    /// <summary>Writes a string.</summary>
    /// <param name="value">The value to write.</param>
    public void WriteString(string value) => WriteText(StringTag, value);

    /// <summary>Writes an encoded value.</summary>
    /// <param name="value">The value, encoded as a <c>google.protobuf.Value</c>.</param>
    public void WriteEncoded(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(value.Length));
        _length += value.Length;
    }

    /// <summary>Returns the buffer to its pool.</summary>
    public void Dispose()
    {
        Buffers.Return(_buffer);
        _buffer = [];
    }

    private void WriteText(byte tag, string text)
    {
        var size = Encoding.UTF8.GetByteCount(text);
        var span = Reserve(1 + Varint.MaxSize + size);
        span[0] = tag;
        var start = 1 + Varint.Write(span[1..], size);
        _length += start + Encoding.UTF8.GetBytes(text, span[start..]);
    }

    // Most blocks are shorter than 128 bytes, so one byte is reserved for the length.
    private int BeginBlock(byte tag)
    {
        Reserve(2)[0] = tag;
        return _length += 2;
    }

    private void EndBlock(int start)
    {
        var size = _length - start;
        Span<byte> length = stackalloc byte[Varint.MaxSize];
        var lengthSize = Varint.Write(length, size);
        if (lengthSize > 1)
        {
            Reserve(lengthSize - 1);
            _buffer.AsSpan(start, size).CopyTo(_buffer.AsSpan(start + lengthSize - 1));
            _length += lengthSize - 1;
        }

        length[..lengthSize].CopyTo(_buffer.AsSpan(start - 1));
    }

    private Span<byte> Reserve(int size)
    {
        if (_buffer.Length - _length < size)
        {
            var larger = Buffers.Rent(Math.Max(_buffer.Length * 2, checked(_length + size)));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            Buffers.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsSpan(_length);
    }
}
