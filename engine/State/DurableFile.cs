using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Infra.Engine.State;

/// <summary>Writes files so that after a crash or power cut either the old or the new content stands there whole.</summary>
internal static partial class DurableFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Puts new content in the place of a file: written beside it, flushed to the disk, then renamed.</summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var handle = Create(temporary))
            {
                await RandomAccess.WriteAsync(handle, content, 0, cancellationToken);
                RandomAccess.FlushToDisk(handle);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        FlushDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Opens a new file that only its owner may read.</summary>
    public static SafeFileHandle Create(string path)
    {
        // Unlike FileStream, File.OpenHandle takes no Unix mode; FileStream without a buffer hands over its handle.
        if (OperatingSystem.IsWindows())
        {
            return File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        }

        File.WriteAllBytes(path, []);
        File.SetUnixFileMode(path, OwnerOnly);
        return File.OpenHandle(path, FileMode.Open, FileAccess.Write);
    }

    /// <summary>Makes the renaming, creation or removal of a folder's files durable.</summary>
    public static void FlushDirectory(string path)
    {
        // Windows keeps its directories' changes in the file system's own journal.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const int readOnly = 0;
        var descriptor = Open(path, readOnly);
        if (descriptor < 0)
        {
            throw new IOException($"{path}: cannot be opened to flush it (errno {Marshal.GetLastPInvokeError()})");
        }

        try
        {
            if (Fsync(descriptor) != 0)
            {
                throw new IOException($"{path}: cannot be flushed (errno {Marshal.GetLastPInvokeError()})");
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
