using System.Diagnostics;
using Infra.Simulator.Informers;
using Infra.Simulator.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Scheduling;

namespace Benchmarks.Simulator.Scenarios;

/// <summary>The scheduler alone on 5,000 nodes: pending pods until all of them are bound.</summary>
internal static class SchedulingScenarios
{
    public const string Spread = """
        "topologySpreadConstraints":[{"maxSkew":5,"topologyKey":"topology.kubernetes.io/zone","whenUnsatisfiable":"DoNotSchedule",
          "labelSelector":{"matchLabels":{"app":"web"}}}],
        """;

    public const string AntiAffinity = """
        "affinity":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"kubernetes.io/hostname",
          "labelSelector":{"matchLabels":{"app":"web"}}}]}},
        """;

    private const int Nodes = 5_000;

    public static string Run(int pods, string spec)
    {
        var cluster = new BenchmarkCluster();
        var client = cluster.Memory.Client;
        client.Create(GroupResource.ServiceAccounts, BenchmarkCluster.DefaultAccount());
        SimulatedNodes.Register(client, BenchmarkCluster.Nodes(Nodes), cluster.Clock.GetUtcNow());
        var context = new ControllerContext(client, cluster.Clock, cluster.Memory.Identities, ComponentFailure.Throw);
        _ = new Scheduler(context);
        using var loop = context.Loop;
        // The first pods pay for compilation.
        Schedule(pods / 10, "warm");
        return Scenario.Rate(pods, Schedule(pods, "pod"), "pods/s");

        TimeSpan Schedule(int count, string prefix)
        {
            for (var i = 0; i < count; i++)
            {
                client.Create(GroupResource.Pods, BenchmarkCluster.Pod($"{prefix}-{BenchmarkCluster.Text(i)}", "web", spec));
            }

            var begun = Stopwatch.GetTimestamp();
            loop.RunReady();
            var elapsed = Stopwatch.GetElapsedTime(begun);
            var pending = client.List(GroupResource.Pods).Items.Count(pod => pod.Spec.Text("nodeName") is null);
            return pending == 0 ? elapsed : throw new InvalidOperationException($"{pending} pods were not bound.");
        }
    }
}
