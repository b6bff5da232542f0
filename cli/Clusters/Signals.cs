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

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    private static partial int SetSid();
}
