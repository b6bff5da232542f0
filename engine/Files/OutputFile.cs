namespace Infra.Engine.Files;

/// <summary>
/// Writes files that can be made again, such as rendered manifests: with their mode from their creation on, but not flushed to the disk.
/// </summary>
internal static class OutputFile
{
    private const int BufferSize = 256 * 1024;

    /// <summary>Replaces a file, and creates the folders above it. A symbolic link of its name is replaced, not followed.</summary>
    /// <exception cref="FileWriteException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, FilePermissions permissions)
    {
        try
        {
            CreateFolder(Path.GetDirectoryName(path)!, permissions);
            using var stream = CreateReplacing(path, permissions);
            stream.Write(content);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FileWriteException(path, error);
        }
    }

    /// <summary>Opens a large file to begin or continue it, alone, and creates the folders above it.</summary>
    public static FileStream OpenOrCreate(string path)
    {
        CreateFolder(Path.GetDirectoryName(path)!, FilePermissions.Umask);
        return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, BufferSize, useAsync: true);
    }

    /// <summary>Deletes a file below a folder, and the folders between them that are then empty.</summary>
    /// <param name="directory">The folder, which stays.</param>
    /// <param name="path">The relative path of the file, with slashes. A missing file is no error.</param>
    /// <exception cref="FileWriteException">The file cannot be deleted.</exception>
    public static void Delete(string directory, string path)
    {
        var file = Path.Combine(directory, path);
        try
        {
            var folder = Path.GetDirectoryName(path);
            if (Directory.Exists(Path.GetDirectoryName(file)))
            {
                File.Delete(file);
            }

            for (; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
            {
                var absolute = Path.Combine(directory, folder);
                if (Directory.Exists(absolute) && !Directory.EnumerateFileSystemEntries(absolute).Any())
                {
                    Directory.Delete(absolute);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FileWriteException(file, error);
        }
    }

    private static FileStream CreateReplacing(string path, FilePermissions permissions)
    {
        // Checking is cheaper than deleting, which locks the folder even if there is no such file.
        if (File.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            File.Delete(path);
        }

        return DurableFile.CreateNew(path, permissions);
    }

    private static void CreateFolder(string path, FilePermissions permissions)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (OperatingSystem.IsWindows() || permissions == FilePermissions.Umask)
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, DurableFolder.OwnerFolder);
        }
    }
}
