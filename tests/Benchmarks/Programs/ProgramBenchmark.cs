using System.Diagnostics;
using System.Globalization;
using Benchmarks.Measuring;

namespace Benchmarks.Programs;

/// <summary>Measures a program's process with a minimal engine.</summary>
internal static class ProgramBenchmark
{
    private const int Runs = 5;

    public static async Task<Report> RunAsync()
    {
        var report = new Report("Program", "CPU per resource", "Retained per resource", "CPU in all", "Start to first call");
        List<Run> empty = [];
        foreach (var count in (int[])[0, 1_000, 10_000])
        {
            List<Run> runs = [];
            for (var i = 0; i < Runs; i++)
            {
                runs.Add(await RunAsync(count));
            }

            if (count == 0)
            {
                empty = runs;
            }

            // Every program has the fixed costs of an empty one.
            var cpu = Report.Median(runs.Select(run => run.Figures.Cpu));
            var extraCpu = cpu - Report.Median(empty.Select(run => run.Figures.Cpu));
            var extraBytes =
                Report.Median(runs.Select(run => run.Figures.RetainedBytes))
                - Report.Median(empty.Select(run => run.Figures.RetainedBytes));
            report.Add(
                count == 0 ? "empty" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} resources"),
                count == 0 ? "" : Report.Microseconds(extraCpu / count),
                count == 0 ? "" : Report.Kilobytes((double)extraBytes / count),
                Report.Milliseconds(cpu),
                Report.Milliseconds(Report.Median(runs.Select(run => run.ToFirstCall)))
            );
        }

        return report;
    }

    private static async Task<Run> RunAsync(int count)
    {
        await using var engine = await StandInEngine.StartAsync();
        var begun = Stopwatch.GetTimestamp();
        var process = await MeasuredProcess.RunAsync(
            Locations.ThisAssembly,
            [KubernetesProgram.Verb, count.ToString(CultureInfo.InvariantCulture)],
            Locations.RepositoryRoot,
            engine.Environment
        );
        return new Run(ProgramFigures.Parse(process.Output), Stopwatch.GetElapsedTime(begun, engine.FirstCall));
    }

    private sealed record Run(ProgramFigures Figures, TimeSpan ToFirstCall);
}
