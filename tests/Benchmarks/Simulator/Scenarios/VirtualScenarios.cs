using System.Diagnostics;
using Benchmarks.Measuring;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Benchmarks.Simulator.Scenarios;

/// <summary>Whole clusters in virtual time.</summary>
internal static class VirtualScenarios
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromHours(1);

    /// <summary>A day of autoscaled Deployments after all their pods are ready.</summary>
    public static string Day()
    {
        const int Deployments = 50;
        const int Replicas = 60;
        var cluster = new BenchmarkCluster();
        var client = cluster.Memory.Client;
        using var loop = cluster.Start(nodes: 100);
        for (var i = 0; i < Deployments; i++)
        {
            var name = $"web-{BenchmarkCluster.Text(i)}";
            client.Create(GroupResource.Deployments, BenchmarkCluster.Deployment(name, Replicas));
            client.Create(GroupResource.HorizontalPodAutoscalers, Autoscaler(name, Replicas));
        }

        WaitUntilReady(cluster, loop, Deployments, Replicas);
        var begun = Stopwatch.GetTimestamp();
        loop.RunFor(cluster.Clock, TimeSpan.FromDays(1));
        return Report.Seconds(Stopwatch.GetElapsedTime(begun));
    }

    /// <summary>The managed heap with 150,000 pods that are ready; the process's peak is in the table beside it.</summary>
    public static string Capacity()
    {
        const int Deployments = 150;
        const int Replicas = 1_000;
        var cluster = new BenchmarkCluster();
        using var loop = cluster.Start(nodes: 5_000);
        for (var i = 0; i < Deployments; i++)
        {
            cluster.Memory.Client.Create(
                GroupResource.Deployments,
                BenchmarkCluster.Deployment($"web-{BenchmarkCluster.Text(i)}", Replicas)
            );
        }

        WaitUntilReady(cluster, loop, Deployments, Replicas);
        return $"{Report.Megabytes(GC.GetTotalMemory(forceFullCollection: true))} of heap";
    }

    private static void WaitUntilReady(BenchmarkCluster cluster, ControlLoop loop, int deployments, int replicas)
    {
        if (!loop.RunUntil(cluster.Clock, AreReady, cluster.Clock.GetUtcNow() + StartLimit))
        {
            throw new InvalidOperationException("Not all pods got ready.");
        }

        bool AreReady() =>
            cluster.Memory.Client.List(GroupResource.Deployments).Items.Count(one => one.Status.Number("readyReplicas") == replicas)
            == deployments;
    }

    private static System.Text.Json.Nodes.JsonObject Autoscaler(string target, int replicas) =>
        BenchmarkCluster.Parse(
            $$$"""
            {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"{{{target}}}","namespace":"default"},
              "spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"{{{target}}}"},
              "minReplicas":{{{BenchmarkCluster.Text(replicas)}}},"maxReplicas":{{{BenchmarkCluster.Text(replicas + 20)}}},
              "metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":80} } }]} }
            """
        );
}
