using System.Diagnostics;
using Benchmarks.Measuring;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;

namespace Benchmarks.Policies;

/// <summary>The policy pack as an engine meets it: a process that checks 5,000 resources over gRPC, with every rule on.</summary>
internal static class PolicyBenchmark
{
    private const int Services = 1_000;
    private const int Runs = 5;

    public static async Task<Report> RunAsync()
    {
        var resources = PolicyResources.Create(Services);
        List<Run> runs = [];
        for (var i = 0; i < Runs; i++)
        {
            runs.Add(await MeasureAsync(resources));
        }

        var report = new Report("Policy pack", "Wall", "CPU of the pack");
        Add("start to first answer", run => run.FirstAnswer);
        Add($"Analyze, {resources.Count:N0} resources one by one", run => run.Analyze);
        Add($"AnalyzeStack, {resources.Count:N0} resources together", run => run.AnalyzeStack);
        return report;

        void Add(string what, Func<Run, Figures> part) =>
            report.Add(
                what,
                Report.Milliseconds(Report.Median(runs.Select(run => part(run).Wall))),
                Report.Milliseconds(Report.Median(runs.Select(run => part(run).Cpu)))
            );
    }

    private static async Task<Run> MeasureAsync(IReadOnlyList<AnalyzerResource> resources)
    {
        var begun = Stopwatch.GetTimestamp();
        using var pack = Process.Start(
            new ProcessStartInfo("dotnet", ["exec", Locations.PolicyAssembly, "127.0.0.1:1"]) { RedirectStandardOutput = true }
        )!;
        try
        {
            using var channel = new GrpcChannel($"127.0.0.1:{await pack.StandardOutput.ReadLineAsync()}");
            var info = await channel.UnaryAsync(AnalyzerMethods.GetAnalyzerInfo, new Empty());
            var firstAnswer = new Figures(Stopwatch.GetElapsedTime(begun), pack.TotalProcessorTime);

            // Includes rules that are disabled by default.
            var configuration = new ConfigureAnalyzerRequest();
            foreach (var policy in info.Policies)
            {
                configuration.PolicyConfig[policy.Name] = new PolicyConfig
                {
                    EnforcementLevel = EnforcementLevel.Advisory,
                    Properties = new Struct(),
                };
            }

            await channel.UnaryAsync(AnalyzerMethods.Configure, configuration);

            var analyze = await MeasureAsync(pack, () => AnalyzeEachAsync(channel, resources));
            var stack = new AnalyzeStackRequest { Resources = { resources } };
            return new Run(firstAnswer, analyze, await MeasureAsync(pack, () => channel.UnaryAsync(AnalyzerMethods.AnalyzeStack, stack)));
        }
        finally
        {
            pack.Kill();
            await pack.WaitForExitAsync();
        }
    }

    private static async Task<Figures> MeasureAsync(Process pack, Func<Task> ask)
    {
        pack.Refresh();
        var (begun, cpuBefore) = (Stopwatch.GetTimestamp(), pack.TotalProcessorTime);
        await ask();
        var wall = Stopwatch.GetElapsedTime(begun);
        pack.Refresh();
        return new Figures(wall, pack.TotalProcessorTime - cpuBefore);
    }

    private static async Task AnalyzeEachAsync(GrpcChannel channel, IReadOnlyList<AnalyzerResource> resources)
    {
        foreach (var resource in resources)
        {
            await channel.UnaryAsync(
                AnalyzerMethods.Analyze,
                new AnalyzeRequest
                {
                    Urn = resource.Urn,
                    Type = resource.Type,
                    Name = resource.Name,
                    Properties = resource.Properties,
                }
            );
        }
    }

    private sealed record Run(Figures FirstAnswer, Figures Analyze, Figures AnalyzeStack);

    private sealed record Figures(TimeSpan Wall, TimeSpan Cpu);
}
