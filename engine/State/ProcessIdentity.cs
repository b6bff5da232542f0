using System.Diagnostics;
using System.Globalization;

namespace Infra.Engine.State;

/// <summary>Identifies a process beyond its id, which the system uses again, and independent of the clock, which may be set.</summary>
internal static class ProcessIdentity
{
    private const string BootId = "/proc/sys/kernel/random/boot_id";

    /// <summary>Gets the identity of a running process, or null if none has the id.</summary>
    public static string? Find(int pid) => File.Exists(BootId) ? FindInProc(pid) : FindByStart(pid);

    private static string? FindInProc(int pid)
    {
        try
        {
            // The fields after the name, which is in parentheses and may contain any character: the state is the first, the start the 20th.
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : $"{File.ReadAllText(BootId).Trim()}/{fields[19]}";
        }
        catch (IOException)
        {
            // There is no such process, or it has ended meanwhile.
            return null;
        }
    }

    private static string? FindByStart(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.HasExited ? null : process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
