namespace Infra.Engine.Files;

/// <summary>
/// Writes files that survive a crash or power cut: a file has its mode from its creation on, its content is flushed before the
/// file gets its name, and its folder afterwards. Readers see the old content or the new, never a part.
/// </summary>
/// <remarks>All methods throw <see cref="FileWriteException"/> when the file cannot be written.</remarks>
internal static class DurableFile
{
    private const UnixFileMode OwnerReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates a file or replaces its content.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content, FilePermissions permissions)
    {
        try
        {
            var temporary = WriteTemporary(path, content, permissions);
            Replace(path, temporary);
            DurableFolder.Flush(Path.GetDirectoryName(path)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FileWriteException(path, error);
        }
    }

    /// <summary>
    /// Creates a file or replaces its content on a thread of the pool. Cancellation has no effect once writing has started.
    /// </summary>
    public static Task WriteAsync(
        string path,
        ReadOnlyMemory<byte> content,
        FilePermissions permissions,
        CancellationToken cancellationToken
    ) => Task.Run(() => Write(path, content.Span, permissions), cancellationToken);

    /// <summary>Creates a file with its content unless there is one of that name.</summary>
    /// <returns>
    /// False where the file exists, perhaps created by another process at the same moment. It then has its whole content, or none yet on a
    /// file system without hard links.
    /// </returns>
    public static bool TryCreate(string path, ReadOnlySpan<byte> content, FilePermissions permissions) =>
        TryCreate(path, content, permissions, HardLink.Create);

    /// <inheritdoc cref="TryCreate(string, ReadOnlySpan{byte}, FilePermissions)"/>
    internal static bool TryCreate(
        string path,
        ReadOnlySpan<byte> content,
        FilePermissions permissions,
        Func<string, string, LinkResult> link
    )
    {
        try
        {
            var temporary = WriteTemporary(path, content, permissions);
            var isNew = TryName(temporary, path, permissions, link);

            // A process that created the file at the same moment may not have flushed the folder yet.
            DurableFolder.Flush(Path.GetDirectoryName(path)!);
            return isNew;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FileWriteException(path, error);
        }
    }

    /// <summary>Creates an empty file to append to, which replaces an existing one. The caller flushes what it appends.</summary>
    public static FileStream CreateForAppend(string path, FilePermissions permissions)
    {
        try
        {
            DurableFolder.Create(Path.GetDirectoryName(path)!, permissions);
            File.Delete(path);
            var stream = CreateNew(path, permissions);
            DurableFolder.Flush(Path.GetDirectoryName(path)!);
            return stream;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FileWriteException(path, error);
        }
    }

    /// <summary>Opens an existing file to read it and append to it. The caller flushes what it appends.</summary>
    public static FileStream OpenForAppend(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FileWriteException(path, error);
        }
    }

    /// <summary>Moves a file, and replaces the one that has the new name.</summary>
    public static void Move(string path, string target, FilePermissions folder)
    {
        try
        {
            DurableFolder.Create(Path.GetDirectoryName(target)!, folder);
            File.Move(path, target, overwrite: true);
            DurableFolder.Flush(Path.GetDirectoryName(target)!);
            DurableFolder.Flush(Path.GetDirectoryName(path)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FileWriteException(target, error);
        }
    }

    /// <summary>Deletes a file, if there is one.</summary>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone with its folder.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FileWriteException(path, error);
        }
    }

    private static string WriteTemporary(string path, ReadOnlySpan<byte> content, FilePermissions permissions)
    {
        DurableFolder.Create(Path.GetDirectoryName(path)!, permissions);

        // Not derived from the file's name, which may be as long as the file system allows.
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $"{Guid.NewGuid():N}.tmp");
        try
        {
            using var stream = CreateNew(temporary, permissions);
            CopyMode(path, stream, permissions);
            stream.Write(content);
            stream.Flush(flushToDisk: true);
            return temporary;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static void Replace(string path, string temporary)
    {
        try
        {
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static bool TryName(string temporary, string path, FilePermissions permissions, Func<string, string, LinkResult> link)
    {
        try
        {
            return link(temporary, path) switch
            {
                LinkResult.Created => true,
                LinkResult.NameTaken => false,
                _ => TryClaim(temporary, path, permissions),
            };
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Creates an empty file, which only one process can do, and replaces it.</summary>
    private static bool TryClaim(string temporary, string path, FilePermissions permissions)
    {
        try
        {
            CreateNew(path, permissions).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }

        try
        {
            File.Move(temporary, path, overwrite: true);
            return true;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Creates a file with its mode; an existing one is an error.</summary>
    internal static FileStream CreateNew(string path, FilePermissions permissions)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = permissions == FilePermissions.OwnerOnly ? OwnerReadWrite : null;
        }

        return new FileStream(path, options);
    }

    private static void CopyMode(string path, FileStream replacement, FilePermissions permissions)
    {
        if (permissions == FilePermissions.Umask && !OperatingSystem.IsWindows() && File.Exists(path))
        {
            File.SetUnixFileMode(replacement.SafeFileHandle, File.GetUnixFileMode(path));
        }
    }
}
