using System.Globalization;
using System.Text;
using Benchmarks.Measuring;

namespace Benchmarks.Commands;

/// <summary>Measures <c>infra refresh</c> and the update around it on a stack of many ConfigMaps in a simulated cluster.</summary>
internal static class RefreshBenchmark
{
    private const int Objects = 1000;
    private const int Runs = 5;

    private const string StackFile = """
        config:
          infra:cluster: {kind: simulated}
          infra:monitoring: {mode: off}
        """;

    private const string Catalogue = """
        name: shop
        sizes: {small: {requests: {cpu: 10m, memory: 16Mi}, limits: {memory: 32Mi}}}
        services:
          one: {image: "shop/one:1.0", port: 8080}
        manifests: [many.yaml]
        """;

    public static async Task<Report> RunAsync()
    {
        await using var project = new TemporaryProject();
        project.Write(Catalogue, StackFile);
        project.WriteManifest("many.yaml", ConfigMaps());
        await project.InfraAsync("cluster", "start", "--name", "dev");
        await project.InfraAsync("preview", "--stack", "dev");

        var report = new Report($"{Objects:N0} ConfigMaps", "Wall", "CPU", "Peak memory");
        Add("`up` creates them", [await project.InfraAsync("up", "--stack", "dev", "--yes", "--skip-preview")]);
        Add("`refresh`", await RepeatAsync("refresh", "--stack", "dev", "--yes", "--skip-preview", "--expect-no-changes"));
        Add("`up` without a change", await RepeatAsync("up", "--stack", "dev", "--yes", "--skip-preview", "--expect-no-changes"));
        Add("`up --refresh` without a change", await RepeatAsync("up", "--stack", "dev", "--yes", "--skip-preview", "--refresh"));
        await project.InfraAsync("destroy", "--stack", "dev", "--yes", "--skip-preview");
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

    private static string ConfigMaps()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Objects; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: map-{i}}}\ndata: {{number: \"{i}\", text: some text of a setting}}\n"
            );
        }

        return text.ToString();
    }
}
