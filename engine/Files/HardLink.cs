using System.Runtime.InteropServices;

namespace Infra.Engine.Files;

/// <summary>
/// Gives a file a second name. <see cref="File.Move(string, string)"/> looks for the target first and then renames, so two processes can
/// both succeed; of two links to one name, one fails.
/// </summary>
internal static partial class HardLink
{
    private const int UnixFileExists = 17; // EEXIST
    private const int WindowsFileExists = 183; // ERROR_ALREADY_EXISTS

    /// <returns>False where the name is taken.</returns>
    /// <exception cref="IOException">The link cannot be created for another reason.</exception>
    public static bool TryCreate(string file, string name)
    {
        var (isLinked, exists) = OperatingSystem.IsWindows()
            ? (CreateHardLink(name, file, 0), WindowsFileExists)
            : (Link(file, name) == 0, UnixFileExists);
        if (isLinked)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == exists
            ? false
            : throw new IOException($"a hard link cannot be created here: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string file, string name);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string name, string file, nint reserved);
}
