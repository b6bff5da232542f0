using System.Runtime.InteropServices;

namespace Infra.Engine.Files;

/// <summary>
/// Gives a file a second name. <see cref="File.Move(string, string)"/> looks for the target first and then renames, so two processes can
/// both succeed; of two links to one name, one fails.
/// </summary>
internal static partial class HardLink
{
    /// <exception cref="IOException">The link cannot be created: the disk is full, the folder is read-only.</exception>
    public static LinkResult Create(string file, string name)
    {
        var isLinked = OperatingSystem.IsWindows() ? CreateHardLink(name, file, 0) : Link(file, name) == 0;
        return isLinked ? LinkResult.Created : FromError(Marshal.GetLastPInvokeError());
    }

    /// <summary>Interprets the error number of the system call.</summary>
    internal static LinkResult FromError(int error)
    {
        var (exists, notSupported) =
            OperatingSystem.IsWindows() ? (183, (int[])[1, 50]) // ERROR_ALREADY_EXISTS; ERROR_INVALID_FUNCTION, ERROR_NOT_SUPPORTED
            : OperatingSystem.IsMacOS() ? (17, [1, 45, 78, 102]) // EEXIST; EPERM, ENOTSUP, ENOSYS, EOPNOTSUPP
            : (17, [1, 38, 95]); // EEXIST; EPERM, ENOSYS, EOPNOTSUPP
        return error == exists ? LinkResult.NameTaken
            : notSupported.Contains(error) ? LinkResult.NotSupported
            : throw new IOException($"cannot create a hard link: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string file, string name);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string name, string file, nint reserved);
}

/// <summary>The result of creating a hard link.</summary>
internal enum LinkResult
{
    /// <summary>The file has the name.</summary>
    Created,

    /// <summary>Another file has the name.</summary>
    NameTaken,

    /// <summary>The file system has no hard links, as exFAT and some network and FUSE file systems.</summary>
    NotSupported,
}
