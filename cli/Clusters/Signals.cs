using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Infra.Cli.Clusters;

/// <summary>System calls that .NET does not offer, for processes that outlive their terminal.</summary>
internal static partial class Signals
{
    private const int SigTerm = 15;

    /// <summary>Sends SIGTERM; on Windows, which has no signals, kills the process.</summary>
    public static void Terminate(Process process)
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill();
        }
        else
        {
            // It fails for a process that has already exited, which is the goal.
            _ = Kill(process.Id, SigTerm);
        }
    }

    /// <summary>Starts a new session, so that Ctrl-C and closing the terminal do not end this process.</summary>
    public static void DetachFromTerminal()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = SetSid();
        }
    }

    /// <summary>
    /// Appends what this process writes to standard error to a file: the runtime reports stack overflows and unhandled exceptions there
    /// before it ends the process. On Windows they are in the event log.
    /// </summary>
    public static void RedirectStandardError(string path)
    {
        const int StandardError = 2;
        const int WriteOnly = 1;
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // .NET opens no file for appending at its end at the time of each write.
        var append = OperatingSystem.IsLinux() ? 0x400 : 0x8;
        File.AppendAllText(path, "");
        var file = Open(path, WriteOnly | append);
        if (file < 0 || DuplicateHandle(file, StandardError) < 0)
        {
            throw new IOException($"Standard error cannot be redirected to {path}: error {Marshal.GetLastPInvokeError()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int DuplicateHandle(int file, int target);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    private static partial int SetSid();
}
