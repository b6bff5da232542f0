using System.Formats.Tar;

namespace Infra.Engine.Docker.Images;

/// <summary>Tells regular files from pipes, sockets and devices, which .NET lists as files, too.</summary>
internal static class FileKind
{
    /// <summary>Whether a file is a regular one. Nothing is read from it.</summary>
    public static bool IsRegular(FileInfo file)
    {
        // All others have the length 0.
        if (file.Length > 0 || OperatingSystem.IsWindows())
        {
            return true;
        }

        using var archive = new MemoryStream();
        try
        {
            // An archive's writer asks the file system for the type, which no other interface of .NET does.
            using var writer = new TarWriter(archive, leaveOpen: true);
            writer.WriteEntry(file.FullName, "file");
        }
        catch (IOException) when (File.Exists(file.FullName))
        {
            // Archives have no sockets.
            return false;
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry() is { EntryType: TarEntryType.RegularFile or TarEntryType.V7RegularFile };
    }
}
