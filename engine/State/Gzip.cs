using System.IO.Compression;

namespace Infra.Engine.State;

/// <summary>The compression of state files.</summary>
internal static class Gzip
{
    /// <summary>The ending of a compressed file's name.</summary>
    public const string Extension = ".gz";

    private static readonly byte[] Mark = [0x1f, 0x8b];

    /// <summary>Compresses a file's content.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> content)
    {
        using var target = new MemoryStream();
        using (var packer = new GZipStream(target, CompressionLevel.Optimal))
        {
            packer.Write(content);
        }

        return target.ToArray();
    }

    /// <summary>Decompresses a file's content. One that is not compressed is returned as it is.</summary>
    /// <exception cref="InvalidDataException">The content is damaged.</exception>
    public static byte[] Unpack(byte[] content)
    {
        if (!content.AsSpan().StartsWith(Mark))
        {
            return content;
        }

        using var packed = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        packed.CopyTo(plain);
        return plain.ToArray();
    }
}
