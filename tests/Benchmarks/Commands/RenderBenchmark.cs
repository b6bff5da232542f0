using System.Globalization;
using System.Text;
using Benchmarks.Measuring;

namespace Benchmarks.Commands;

/// <summary>Measures <c>infra render</c> of many services, to a new folder and to one that is up to date.</summary>
internal static class RenderBenchmark
{
    private const int Services = 2000;
    private const int Runs = 3;

    private const string StackFile = """
        config:
          infra:cluster: {kind: simulated}
          infra:monitoring: {mode: off}
        """;

    public static async Task<Report> RunAsync()
    {
        await using var project = new TemporaryProject();
        project.Write(Catalogue(), StackFile);
        await project.InfraAsync("render", "--stack", "dev", "--out", "warm-up");

        var report = new Report("Rendering", "Wall", "CPU", "Peak memory");
        List<MeasuredProcess> created = [];
        List<MeasuredProcess> unchanged = [];
        for (var i = 0; i < Runs; i++)
        {
            created.Add(await project.InfraAsync("render", "--stack", "dev", "--out", $"manifests-{i}"));
            unchanged.Add(await project.InfraAsync("render", "--stack", "dev", "--out", $"manifests-{i}"));
        }

        var services = Services.ToString("N0", CultureInfo.InvariantCulture);
        Add($"{services} services, new folder", created);
        Add($"{services} services, nothing changed", unchanged);
        return report;

        void Add(string what, IReadOnlyList<MeasuredProcess> runs) =>
            report.Add(
                what,
                Report.Seconds(Report.Median(runs.Select(run => run.Wall))),
                Report.Seconds(Report.Median(runs.Select(run => run.Cpu))),
                Report.Megabytes(runs.Max(run => run.PeakBytes))
            );
    }

    /// <summary>Each service calls its predecessor and has a variable and a file of its own.</summary>
    private static string Catalogue()
    {
        var text = new StringBuilder(
            "name: shop\nsizes: {small: {requests: {cpu: 10m, memory: 16Mi}, limits: {memory: 32Mi}}}\nservices:\n"
        );
        for (var i = 0; i < Services; i++)
        {
            var calls = i == 0 ? "" : $", calls: [s{i - 1}]";
            text.Append(
                CultureInfo.InvariantCulture,
                $"  s{i}: {{image: \"shop/s{i}:1.0\", port: 8080{calls}, env: {{NAME: s{i}}}, files: {{/etc/app/name: s{i}}}}}\n"
            );
        }

        return text.ToString();
    }
}
