using System.Diagnostics;

namespace Benchmarks.Measuring;

/// <summary>What a process and all it started took.</summary>
/// <param name="Wall">From its start to its end.</param>
/// <param name="Cpu">Of all of them, in user and in kernel mode, to 10 ms.</param>
/// <param name="PeakBytes">The most physical memory that all of them held at one time, looked at every few milliseconds.</param>
/// <param name="Output">What it wrote.</param>
internal sealed record MeasuredProcess(TimeSpan Wall, TimeSpan Cpu, long PeakBytes, string Output)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs a .NET assembly to its end. Not to be called twice at once: the CPU time of ended children is one sum.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<MeasuredProcess> RunAsync(
        string assembly, IEnumerable<string> arguments, string workingDirectory, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet", ["exec", assembly, .. arguments])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var cpuBefore = ProcessTable.CpuOfEndedChildren();
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var ended = process.WaitForExitAsync();
        var peak = 0L;
        while (await Task.WhenAny(ended, Task.Delay(LookEvery)) != ended)
            peak = Math.Max(peak, ProcessTable.MemoryOfTree(process.Id));
        var wall = Stopwatch.GetElapsedTime(begun);
        var cpu = ProcessTable.CpuOfEndedChildren() - cpuBefore;
        return process.ExitCode == 0
            ? new MeasuredProcess(wall, cpu, peak, await output)
            : throw new InvalidOperationException($"{string.Join(' ', start.ArgumentList)} exited with {process.ExitCode}:\n{await output}\n{await errors}");
    }
}
