using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Infra.Engine.Providers.Plugins;

/// <summary>
/// Interrupts and kills the processes of plugins. On Unix a plugin leads a process group of its own, so that Ctrl-C in the terminal
/// reaches the command only, which lets the plugin finish its operations.
/// </summary>
internal static partial class PluginSignals
{
    private const int Interrupt = 2;
    private const int Kill = 9;

    /// <summary>The program that starts another one as the leader of its own group, or null.</summary>
    private static readonly string? GroupStarter = OperatingSystem.IsWindows()
        ? null
        : new[] { "/usr/bin/setsid", "/bin/setsid" }.FirstOrDefault(File.Exists);

    private const string Shell = "/bin/sh";

    /// <summary>
    /// Becomes the plugin, and leaves a watcher in its group: when the command is killed, its end of the plugin's standard input closes,
    /// and the watcher interrupts the plugin and kills what is left after five seconds.
    /// </summary>
    private const string Watched = """
        exec 3<&0
        (
            (
                while read -r _ <&3; do :; done
                kill -INT "-$$"
                sleep 5
                kill -KILL "-$$"
            ) </dev/null >/dev/null 2>&1 &
        )
        exec "$0" "$1" 3<&-
        """;

    /// <summary>Creates the command line of a plugin, which must be started with a redirected standard input.</summary>
    public static ProcessStartInfo CommandLine(string executable, string argument) =>
        GroupStarter is null ? new ProcessStartInfo(executable, [argument])
        : File.Exists(Shell) ? new ProcessStartInfo(GroupStarter, [Shell, "-c", Watched, executable, argument])
        : new ProcessStartInfo(GroupStarter, [executable, argument]);

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
