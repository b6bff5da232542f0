using System.Formats.Tar;
using System.IO.Compression;

namespace Likeness.Ratchet;

/// <summary>The copy of the recordings that the repository keeps.</summary>
internal static class Archive
{
    private static readonly string Path = System.IO.Path.Combine(AppContext.BaseDirectory, "Ratchet", "recordings.tar.gz");

    /// <summary>Extracts the copy to a temporary folder.</summary>
    public static DirectoryInfo Extract()
    {
        var folder = Directory.CreateTempSubdirectory("recordings-");
        using var file = File.OpenRead(Path);
        using var content = new GZipStream(file, CompressionMode.Decompress);
        TarFile.ExtractToDirectory(content, folder.FullName, overwriteFiles: false);
        return folder;
    }
}
