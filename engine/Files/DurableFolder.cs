using System.Runtime.InteropServices;

namespace Infra.Engine.Files;

/// <summary>Creates folders and makes changes to their entries durable.</summary>
internal static partial class DurableFolder
{
    internal const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Creates a folder and the missing ones above it, each flushed to the disk.</summary>
    /// <exception cref="FileWriteException">A folder cannot be created.</exception>
    public static void Create(string path, FilePermissions permissions)
    {
        try
        {
            CreateMissing(path, permissions);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FileWriteException(path, error);
        }
    }

    /// <summary>Makes the creation, renaming or removal of a folder's entries durable.</summary>
    public static void Flush(string path)
    {
        // NTFS journals changes to folders itself.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const int readOnly = 0;
        const int notSupported = 22; // EINVAL: the file system has no flush for folders.
        var descriptor = Open(path, readOnly);
        if (descriptor < 0)
        {
            throw new IOException($"{path}: cannot be opened to flush it (errno {Marshal.GetLastPInvokeError()})");
        }

        try
        {
            if (Fsync(descriptor) != 0 && Marshal.GetLastPInvokeError() is not notSupported and var error)
            {
                throw new IOException($"{path}: cannot be flushed (errno {error})");
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static void CreateMissing(string path, FilePermissions permissions)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        var parent = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(parent))
        {
            CreateMissing(parent, permissions);
        }

        if (OperatingSystem.IsWindows() || permissions == FilePermissions.Umask)
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerFolder);
        }

        Flush(string.IsNullOrEmpty(parent) ? "." : parent);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
