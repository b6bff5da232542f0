using System.Buffers.Binary;
using System.Text;

namespace Infra.Engine.Images.Bundles;

/// <summary>Headers and padding of tar archives. The same entry always has the same header: without times and owners.</summary>
internal static class TarFormat
{
    public const int BlockSize = 512;

    private const int NameLength = 100;
    private const int ModeOffset = 100;
    private const int UserOffset = 108;
    private const int GroupOffset = 116;
    private const int SizeOffset = 124;
    private const int TimeOffset = 136;
    private const int ChecksumOffset = 148;
    private const int TypeOffset = 156;
    private const int MagicOffset = 257;
    private const long LargestOctalSize = (1L << 33) - 1;

    /// <summary>Writes the header of a file.</summary>
    public static byte[] CreateHeader(string name, long size)
    {
        var header = new byte[BlockSize];
        if (Encoding.ASCII.GetBytes(name, header) > NameLength)
        {
            throw new ArgumentException($"'{name}' is longer than {NameLength} characters.", nameof(name));
        }

        Write(ModeOffset, "0000644");
        Write(UserOffset, "0000000");
        Write(GroupOffset, "0000000");
        Write(TimeOffset, "00000000000");
        header[TypeOffset] = (byte)'0';
        if (size <= LargestOctalSize)
        {
            Write(SizeOffset, Convert.ToString(size, 8).PadLeft(11, '0'));
            Write(MagicOffset, "ustar\0" + "00");
        }
        else
        {
            // GNU's form of large numbers: the first bit set, then the number in binary.
            header[SizeOffset] = 0x80;
            BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(SizeOffset + 4), size);
            Write(MagicOffset, "ustar  ");
        }

        // The checksum counts its own field as spaces.
        header.AsSpan(ChecksumOffset, 8).Fill((byte)' ');
        var sum = header.Sum(value => value);
        Write(ChecksumOffset, Convert.ToString(sum, 8).PadLeft(6, '0') + "\0");
        return header;

        void Write(int offset, string text) => Encoding.ASCII.GetBytes(text, header.AsSpan(offset));
    }

    /// <summary>The length of the zeros after a file of this size.</summary>
    public static int Padding(long size) => (int)((BlockSize - (size % BlockSize)) % BlockSize);
}
