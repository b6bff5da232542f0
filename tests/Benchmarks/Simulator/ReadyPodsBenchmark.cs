using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using Infra.Simulator.Controllers.Deployments;
using Infra.Simulator.Hosting;
using Infra.Simulator.Informers;
using Infra.Simulator.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Benchmarks.Simulator;

/// <summary>
/// A Deployment of many pods on ten nodes until all of them are ready: controllers, scheduler and kubelets in virtual time.
/// </summary>
[MemoryDiagnoser]
public class ReadyPodsBenchmark
{
    private const int Pods = 1_000;

    /// <summary>Runs a new cluster.</summary>
    /// <exception cref="InvalidOperationException">They did not get ready.</exception>
    [Benchmark]
    public void ThousandPodsToReady()
    {
        var clock = new VirtualClock(new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero));
        var cluster = new InMemoryCluster(clock, new IdentitySource(1));
        ClusterBootstrap.Run(cluster.Client);
        var options = new ControlPlaneOptions
        {
            Nodes = new NodePoolOptions
            {
                Count = 10,
                Cpu = "64",
                Memory = "256Gi",
            },
            CertificateAuthority = "-----BEGIN CERTIFICATE-----",
            OnFailure = ComponentFailure.Throw,
        };
        using var loop = new ControlPlane(clock, cluster.Identities, options).Start(cluster.Client);
        cluster.Client.Create(GroupResource.Deployments, Deployment());
        var ready = loop.RunUntil(
            clock,
            () => cluster.Client.Get(GroupResource.Deployments, "default", "web").Status.Number("readyReplicas") == Pods,
            clock.GetUtcNow() + TimeSpan.FromMinutes(10)
        );
        if (!ready)
        {
            throw new InvalidOperationException($"The {Pods} pods did not get ready.");
        }
    }

    private static JsonObject Deployment() =>
        (JsonObject)
            JsonNode.Parse(
                $$$"""
                {"metadata":{"name":"web","namespace":"default"},"spec":{"replicas":{{{Pods}}},"selector":{"matchLabels":{"app":"web"} },
                 "template":{"metadata":{"labels":{"app":"web"} },"spec":{"containers":[
                   {"name":"app","image":"app:1","resources":{"requests":{"cpu":"100m","memory":"64Mi"} } } ] } } } }
                """
            )!;
}
