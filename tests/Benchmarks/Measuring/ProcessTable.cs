using System.Globalization;

namespace Benchmarks.Measuring;

/// <summary>What Linux tells about processes under /proc.</summary>
internal static class ProcessTable
{
    /// <summary>Ticks of the figures in /proc, which Linux fixes for its interface to programs.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Places of the ended children's user and system time in /proc/self/stat, counted behind the command's name.</summary>
    private const int ChildUserTime = 13, ChildSystemTime = 14;

    /// <summary>CPU time of all children of this process that have ended, with that of their own.</summary>
    public static TimeSpan CpuOfEndedChildren()
    {
        var text = File.ReadAllText("/proc/self/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((Number(fields[ChildUserTime]) + Number(fields[ChildSystemTime])) / TicksPerSecond);
    }

    /// <summary>Physical memory in bytes that a process and all below it hold now; 0 where it has ended.</summary>
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
