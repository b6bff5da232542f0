namespace Infra.Protocol;

/// <summary>Protocol Buffers' variable-length integers: seven bits per byte, the lowest first.</summary>
internal static class Varint
{
    /// <summary>The maximum size of a 32-bit integer, in bytes.</summary>
    public const int MaxSize = 5;

    /// <summary>Writes a non-negative number.</summary>
    /// <returns>The number of bytes written.</returns>
    public static int Write(Span<byte> target, int value)
    {
        var rest = (uint)value;
        var size = 0;
        for (; rest >= 0x80; rest >>= 7)
        {
            target[size++] = (byte)(rest | 0x80);
        }

        target[size++] = (byte)rest;
        return size;
    }
}
