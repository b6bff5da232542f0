namespace Infra.Engine.Files;

/// <summary>
/// Writes files that can be made again, such as rendered manifests: with their mode from their creation on, but not flushed to the disk.
/// </summary>
internal static class OutputFile
{
    private const UnixFileMode OwnerReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerReadWrite | UnixFileMode.UserExecute;

    /// <summary>Replaces a file, and creates the folders above it. A symbolic link of its name is replaced, not followed.</summary>
    /// <exception cref="FileWriteException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, FilePermissions permissions)
    {
        try
        {
            var isPrivate = permissions == FilePermissions.OwnerOnly && !OperatingSystem.IsWindows();
            CreateFolder(Path.GetDirectoryName(path)!, isPrivate);
            File.Delete(path);
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                BufferSize = 0,
            };
            if (isPrivate && !OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerReadWrite;
            }

            using var stream = new FileStream(path, options);
            stream.Write(content);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FileWriteException(path, error);
        }
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

    private static void CreateFolder(string path, bool isPrivate)
    {
        if (isPrivate && !OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path, OwnerFolder);
        }
        else
        {
            Directory.CreateDirectory(path);
        }
    }
}
