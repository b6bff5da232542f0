using System.Diagnostics;
using System.Globalization;
using Benchmarks.Measuring;
using Infra.Engine.Operations;

namespace Benchmarks.Commands;

/// <summary>Measures the life of a stack of many ConfigMaps in a simulated cluster, by commands as processes.</summary>
internal static class LifeCycleBenchmark
{
    private const int Runs = 3;

    private const string Passphrase = "benchmark";

    public static async Task<Report> RunAsync()
    {
        var report = new Report("Stack", "Command", "Wall", "CPU", "Peak memory, program included");
        foreach (var count in (int[])[1000, 10_000])
        {
            await MeasureAsync(count, report);
        }

        return report;
    }

    private static async Task MeasureAsync(int count, Report report)
    {
        await using var project = new TemporaryProject();
        project.WriteProject(
            $"""
            name: many
            runtime:
              name: dotnet
              options:
                binary: "{Locations.ThisAssembly}"
            config:
              count: {count.ToString(CultureInfo.InvariantCulture)}
              kubernetes:kubeconfig: "{Path.Combine(project.Folder, ".infra", "clusters", "dev", "kubeconfig")}"
            """
        );
        await project.InfraAsync("cluster", "start", "--name", "dev");
        await project.InfraAsync("stack", "init", "dev");
        var stack = $"{count:N0} ConfigMaps";
        string[] quickly = ["--stack", "dev", "--yes", "--skip-preview"];
        Add("`up` creates them", [await project.InfraAsync(["up", .. quickly])]);
        Add("`up` without a change", await RepeatAsync(["up", .. quickly, "--expect-no-changes"]));
        Add("`refresh`", await RepeatAsync(["refresh", .. quickly, "--expect-no-changes"]));
        var state = Path.Combine(project.Folder, ".pulumi", "stacks", "many", "dev.json");
        var size = new FileInfo(state).Length;
        report.Add(stack, $"state: {Report.Kilobytes((double)size / count)} a resource, loads in", Load(project.Folder), "", "");
        Add("`destroy`", [await project.InfraAsync(["destroy", .. quickly])]);

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
                stack,
                what,
                Report.Seconds(Report.Median(runs.Select(run => run.Wall))),
                Report.Seconds(Report.Median(runs.Select(run => run.Cpu))),
                Report.Megabytes(runs.Max(run => run.PeakBytes))
            );
    }

    private static string Load(string folder)
    {
        List<TimeSpan> times = [];
        for (var i = 0; i < Runs; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            var workspace = Workspace.Open(
                new WorkspaceOptions
                {
                    Directory = folder,
                    Providers = [],
                    Environment = name => name == "PULUMI_CONFIG_PASSPHRASE" ? Passphrase : null,
                }
            );
            workspace.State(workspace.Resolve("dev")).Read();
            times.Add(Stopwatch.GetElapsedTime(begun));
        }

        return Report.Milliseconds(Report.Median(times));
    }
}
