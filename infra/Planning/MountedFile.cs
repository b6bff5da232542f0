using System.Collections.Immutable;
using System.Text;

namespace Infra.Backend.Planning;

/// <summary>A file, or a folder of files, in the containers of a service.</summary>
internal sealed record MountedFile
{
    /// <summary>The absolute path of the file or folder.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it is a folder, which has a ConfigMap or Secret of its own.</summary>
    public required bool IsFolder { get; init; }

    public required bool IsSecret { get; init; }

    /// <summary>Its permissions; null for those of its volume.</summary>
    public required int? Mode { get; init; }

    /// <summary>The file, or those of the folder.</summary>
    public required ImmutableArray<FileEntry> Entries { get; init; }
}

/// <summary>A file as an entry of a ConfigMap or Secret.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Name">Its path in the volume.</param>
/// <param name="Source">The file of the project it comes from; null if the settings have its content.</param>
/// <param name="Content">Its content.</param>
internal sealed record FileEntry(string Key, string Name, string? Source, FileContent Content);

/// <summary>The content of a file: text, or bytes that are no text in UTF-8.</summary>
internal sealed class FileContent
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private FileContent(string? text, string? base64, int size)
    {
        Text = text;
        Base64 = base64;
        Size = size;
    }

    /// <summary>The text; null for a binary file.</summary>
    public string? Text { get; }

    /// <summary>The bytes of a binary file in base64; null for text.</summary>
    public string? Base64 { get; }

    /// <summary>The number of bytes.</summary>
    public int Size { get; }

    public static FileContent FromText(string text) => new(text, null, Encoding.UTF8.GetByteCount(text));

    /// <summary>Creates a text if the bytes are UTF-8 without null characters, which text files do not contain.</summary>
    public static FileContent FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.Contains((byte)0))
        {
            try
            {
                return new FileContent(Strict.GetString(bytes), null, bytes.Length);
            }
            catch (DecoderFallbackException)
            {
                // Bytes that are not UTF-8 are binary.
            }
        }

        return new FileContent(null, Convert.ToBase64String(bytes), bytes.Length);
    }
}
