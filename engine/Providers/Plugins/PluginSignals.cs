using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Infra.Engine.Providers.Plugins;

/// <summary>
/// Interrupts and kills the processes of plugins. On Unix a plugin leads a process group of its own, so that Ctrl-C in the terminal reaches
/// the command only, which lets the plugin finish its operations.
/// </summary>
internal static partial class PluginSignals
{
    private const int Interrupt = 2;
    private const int Kill = 9;

    /// <summary>The program that starts another one as the leader of its own group, or null.</summary>
    private static readonly string? GroupStarter = OperatingSystem.IsWindows()
        ? null
        : new[] { "/usr/bin/setsid", "/bin/setsid" }.FirstOrDefault(File.Exists);

    /// <summary>Creates the command line of a plugin.</summary>
    public static ProcessStartInfo CommandLine(string executable, string argument) =>
        GroupStarter is null ? new ProcessStartInfo(executable, [argument]) : new ProcessStartInfo(GroupStarter, [executable, argument]);

    /// <summary>Asks a running plugin to end.</summary>
    /// <returns>False where the system cannot ask.</returns>
    public static bool TryInterrupt(Process process) =>
        !OperatingSystem.IsWindows() && Send(GroupStarter is null ? process.Id : -process.Id, Interrupt) == 0;

    /// <summary>Ends a running plugin and its children at once.</summary>
    public static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has exited meanwhile.
        }

        EndGroup(process);
    }

    /// <summary>Ends the children that a plugin has just left behind.</summary>
    public static void EndGroup(Process process)
    {
        if (GroupStarter is not null)
        {
            _ = Send(-process.Id, Kill);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}
