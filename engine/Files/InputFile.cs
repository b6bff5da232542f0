using Microsoft.Win32.SafeHandles;

namespace Infra.Engine.Files;

/// <summary>Opens large files to read parts of them without blocking.</summary>
internal static class InputFile
{
    private const int BufferSize = 256 * 1024;

    /// <summary>Opens a file to read at any place.</summary>
    public static SafeFileHandle OpenHandle(string path) => File.OpenHandle(path, options: FileOptions.Asynchronous);

    /// <summary>Opens a file to read from its beginning.</summary>
    public static FileStream OpenStream(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, useAsync: true);
}
