using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Benchmarks.Commands;
using Benchmarks.Measuring;

namespace Benchmarks.Images;

/// <summary>Measures <c>infra images export</c> of 5 GiB, beside a client that only reads the registry and hashes.</summary>
internal static class ExportBenchmark
{
    private const int Layers = 10;
    private const int MegabytesOfLayer = 512;

    private const string StackFile = """
        config:
          infra:faultTolerance: development
          infra:cluster: {kind: simulated}
          infra:monitoring: {mode: off}
        """;

    public static async Task<Report> RunAsync()
    {
        await using var registry = await GeneratedRegistry.StartAsync(Layers, MegabytesOfLayer);
        await using var project = new TemporaryProject();
        project.Write(
            "name: shop\nsizes: {small: {requests: {cpu: 10m, memory: 16Mi}, limits: {memory: 32Mi}}}\n"
                + $"services: {{web: {{image: \"{registry.Image}\", port: 8080}}}}\n",
            StackFile
        );
        await project.InfraAsync("images", "ls", "--stack", "dev");

        var reading = await ReadAsync(registry);
        var export = await project.InfraAsync("images", "export", "--stack", "dev", "--out", "bundle.tar");
        var report = new Report("5 GiB of images", "Wall", "Rate", "CPU", "Peak memory");
        report.Add("reading and hashing without writing", Report.Seconds(reading), Rate(reading), "", "");
        report.Add(
            "`images export`",
            Report.Seconds(export.Wall),
            Rate(export.Wall),
            Report.Seconds(export.Cpu),
            Report.Megabytes(export.PeakBytes)
        );
        return report;
    }

    private static async Task<TimeSpan> ReadAsync(GeneratedRegistry registry)
    {
        using var http = new HttpClient();
        var begun = Stopwatch.GetTimestamp();
        foreach (var layer in registry.Layers)
        {
            await using var stream = await http.GetStreamAsync(layer);
            await SHA256.HashDataAsync(stream);
        }

        return Stopwatch.GetElapsedTime(begun);
    }

    private static string Rate(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Layers * (long)MegabytesOfLayer * (1 << 20) / time.TotalSeconds / 1e6:0} MB/s");
}
