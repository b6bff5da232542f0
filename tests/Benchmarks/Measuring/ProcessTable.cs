using System.Globalization;

namespace Benchmarks.Measuring;

/// <summary>Reads process statistics from Linux' /proc.</summary>
internal static class ProcessTable
{
    /// <summary>Ticks per second in /proc, a constant of Linux' ABI.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Indexes of the ended children's user and system time in /proc/self/stat, after the command name.</summary>
    private const int ChildUserTime = 13,
        ChildSystemTime = 14;

    /// <summary>CPU time of all descendants that have ended.</summary>
    public static TimeSpan CpuOfEndedChildren()
    {
        var text = File.ReadAllText("/proc/self/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((Number(fields[ChildUserTime]) + Number(fields[ChildSystemTime])) / TicksPerSecond);
    }

    /// <summary>Resident memory of a process and its descendants in bytes; 0 if it has ended.</summary>
    public static long MemoryOfTree(int process)
    {
        try
        {
            var resident = Number(File.ReadAllText($"/proc/{process}/statm").Split(' ')[1]) * Environment.SystemPageSize;
            return resident + Children(process).Sum(MemoryOfTree);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static IEnumerable<int> Children(int process) =>
        from thread in Directory.GetDirectories($"/proc/{process}/task")
        from child in File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
        select (int)Number(child);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
