using System.Diagnostics;
using Benchmarks.Measuring;
using Infra.Engine.Programs.Building;

namespace Benchmarks.Commands;

/// <summary>Measures commands on the stack dev as processes. The cluster is running and the program is built.</summary>
internal static class CommandBenchmark
{
    private const int Runs = 5;

    public static async Task<Report> RunAsync()
    {
        await using var project = new TemporaryProject();
        await project.InfraAsync("cluster", "start", "--name", "dev");
        await project.InfraAsync("preview", "--stack", "dev");

        var report = new Report("Command", "Wall", "CPU", "Peak memory");
        Add("`up` from nothing to ready", [await project.InfraAsync("up", "--stack", "dev", "--yes")]);
        Add("`up` without a change", await RepeatAsync("up", "--stack", "dev", "--yes", "--expect-no-changes"));
        Add("`preview`", await RepeatAsync("preview", "--stack", "dev"));
        Add("`explain`", await RepeatAsync("explain", "orders", "--stack", "dev"));
        report.Add("check that nothing has to be built", Report.Milliseconds(await BuildCheckAsync()), "", "");
        await project.InfraAsync("destroy", "--stack", "dev", "--yes");
        return report;

        async Task<List<MeasuredProcess>> RepeatAsync(params string[] arguments)
        {
            List<MeasuredProcess> runs = [];
            for (var i = 0; i < Runs; i++)
            {
                runs.Add(await project.InfraAsync(arguments));
            }

            return runs;
        }

        void Add(string what, IReadOnlyList<MeasuredProcess> runs) =>
            report.Add(
                what,
                Report.Seconds(Report.Median(runs.Select(run => run.Wall))),
                Report.Seconds(Report.Median(runs.Select(run => run.Cpu))),
                Report.Megabytes(runs.Max(run => run.PeakBytes))
            );
    }

    /// <summary>Measures the first call in this process, as in a command.</summary>
    private static async Task<TimeSpan> BuildCheckAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        await ProgramBuilder.BuildAsync(
            BuildSubject.Program,
            TemporaryProject.Program,
            new BuildListener(
                project => throw new InvalidOperationException($"{project} has changed while it was measured."),
                directory => throw new InvalidOperationException($"{directory} was built by another process while it was measured.")
            ),
            TimeProvider.System,
            CancellationToken.None
        );
        return Stopwatch.GetElapsedTime(begun);
    }
}
