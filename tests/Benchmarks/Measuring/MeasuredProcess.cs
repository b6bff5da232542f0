using System.Diagnostics;

namespace Benchmarks.Measuring;

/// <summary>The resources a process and its descendants used.</summary>
/// <param name="Wall">The wall-clock time.</param>
/// <param name="Cpu">The CPU time in user and kernel mode, with a resolution of 10 ms.</param>
/// <param name="PeakBytes">The most physical memory that all of them held at one time, looked at every few milliseconds.</param>
/// <param name="Output">What it wrote.</param>
internal sealed record MeasuredProcess(TimeSpan Wall, TimeSpan Cpu, long PeakBytes, string Output)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs a .NET assembly. Calls must not overlap: Linux sums up the CPU time of all ended children.</summary>
    /// <exception cref="InvalidOperationException">The process exited with another code than 0.</exception>
    public static async Task<MeasuredProcess> RunAsync(
        string assembly,
        IEnumerable<string> arguments,
        string workingDirectory,
        IReadOnlyDictionary<string, string?> environment
    )
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet",
            ["exec", assembly, .. arguments]
        )
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var cpuBefore = ProcessTable.CpuOfEndedChildren();
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var ended = process.WaitForExitAsync();
        var peak = 0L;
        while (await Task.WhenAny(ended, Task.Delay(LookEvery, TimeProvider.System)) != ended)
        {
            peak = Math.Max(peak, ProcessTable.MemoryOfTree(process.Id));
        }

        var wall = Stopwatch.GetElapsedTime(begun);
        var cpu = ProcessTable.CpuOfEndedChildren() - cpuBefore;
        return process.ExitCode == 0
            ? new MeasuredProcess(wall, cpu, peak, await output)
            : throw new InvalidOperationException(
                $"{string.Join(' ', start.ArgumentList)} exited with {process.ExitCode}:\n{await output}\n{await errors}"
            );
    }
}
