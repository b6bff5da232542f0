using Benchmarks.Measuring;
using Benchmarks.Simulator.Scenarios;

namespace Benchmarks.Simulator;

/// <summary>The limits of the simulated cluster, each measured in a process of its own.</summary>
internal static class ClusterBenchmark
{
    /// <summary>The verb of a process that measures one scenario.</summary>
    public const string Verb = "cluster-scenario";

    private const int Runs = 3;

    /// <summary>Measures all scenarios, or those that are named.</summary>
    public static async Task<Report> RunAsync(IReadOnlyCollection<string> names)
    {
        var report = new Report("Simulated cluster", "Limit", "Measured", "CPU of the process", "Peak memory");
        foreach (var scenario in Scenario.All.Where(scenario => names.Count == 0 || names.Contains(scenario.Name)))
        {
            var runs = new List<MeasuredProcess>();
            for (var i = 0; i < Runs; i++)
            {
                runs.Add(
                    await MeasuredProcess.RunAsync(
                        Locations.ThisAssembly,
                        [Verb, scenario.Name],
                        Locations.RepositoryRoot,
                        new Dictionary<string, string?>()
                    )
                );
            }

            var median = runs.OrderBy(run => run.Cpu).ElementAt(Runs / 2);
            report.Add(
                scenario.Title,
                scenario.Limit,
                median.Output.Trim(),
                Report.Seconds(median.Cpu),
                Report.Megabytes(median.PeakBytes)
            );
        }

        return report;
    }

    /// <summary>Measures one scenario in this process.</summary>
    public static Task<string> MeasureAsync(string name) => Scenario.All.Single(scenario => scenario.Name == name).MeasureAsync();
}
