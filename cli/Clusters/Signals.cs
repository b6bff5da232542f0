using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Infra.Cli.Clusters;

/// <summary>What a process that outlives its terminal needs of the operating system and .NET does not offer.</summary>
internal static partial class Signals
{
    private const int SigTerm = 15;

    /// <summary>Asks a process to end, as service managers do. Where there are no signals it is ended outright.</summary>
    public static void Terminate(Process process)
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill();
        }
        else
        {
            // A process that is gone already is what was asked for.
            _ = Kill(process.Id, SigTerm);
        }
    }

    /// <summary>Leaves the terminal's session, so that Ctrl-C and closing the terminal end the command and not the cluster.</summary>
    public static void LeaveTerminal()
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
