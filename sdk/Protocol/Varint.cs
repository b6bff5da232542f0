namespace Infra.Protocol;

/// <summary>Protocol Buffers' numbers of variable size: seven bits an octet, the lowest first.</summary>
internal static class Varint
{
    /// <summary>The most octets that one takes.</summary>
    public const int MaxSize = 5;

    /// <summary>Writes a number that is not negative.</summary>
    /// <returns>How many octets it took.</returns>
    public static int Write(Span<byte> target, int value)
    {
        var rest = (uint)value;
        var size = 0;
        for (; rest >= 0x80; rest >>= 7)
            target[size++] = (byte)(rest | 0x80);
        target[size++] = (byte)rest;
        return size;
    }
}
