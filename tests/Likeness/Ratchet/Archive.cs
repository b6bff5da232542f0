using System.Formats.Tar;
using System.IO.Compression;

namespace Likeness.Ratchet;

/// <summary>The copies of the recordings that the repository keeps.</summary>
internal static class Archive
{
    /// <summary>Extracts a copy to a temporary folder.</summary>
    /// <param name="location">The folder of the archive in this project.</param>
    public static DirectoryInfo Extract(string location)
    {
        var folder = Directory.CreateTempSubdirectory("recordings-");
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, location, "recordings.tar.gz"));
        using var content = new GZipStream(file, CompressionMode.Decompress);
        TarFile.ExtractToDirectory(content, folder.FullName, overwriteFiles: false);
        return folder;
    }
}
