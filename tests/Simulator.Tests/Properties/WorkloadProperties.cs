using System.Globalization;
using CsCheck;
using Infra.Kubernetes;
using Infra.Simulator.Api;
using Infra.Simulator.Controllers.Deployments;
using Infra.Simulator.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;
using Infra.Simulator.Tests.Controllers;

namespace Infra.Simulator.Tests.Properties;

/// <summary>What holds at each moment of any rollout, eviction and placement, checked after each change of a pod.</summary>
public sealed class WorkloadProperties
{
    private const double Step = 0.02;

    [Fact]
    public void Scheduling_NoNodeHasMoreThanItsAllocatable() =>
        Gen.Select(
                Gen.Int[1, 4],
                Gen.Int[1, 8],
                Gen.Select(Gen.Int[1, 30], Gen.Int[50, 3000], Gen.Int[16, 4000]).Array[1, 5],
                Gen.Int[0, 1000]
            )
            .Sample(
                (nodes, cpus, workloads, seed) =>
                {
                    var pool = new NodePoolOptions
                    {
                        Count = nodes,
                        Cpu = $"{cpus}",
                        Memory = "8Gi",
                    };
                    using var cluster = new ControlPlaneCluster(pool, seed: seed);
                    foreach (var (index, (replicas, cpu, memory)) in workloads.Index())
                    {
                        cluster.Create(
                            GroupResource.Deployments,
                            Deployment($"w{index}", replicas, requests: $$"""{"cpu":"{{cpu}}m","memory":"{{memory}}Mi"}""")
                        );
                    }

                    cluster.Run(20);

                    foreach (var node in cluster.Client.List(GroupResource.Nodes).Items)
                    {
                        CheckNode(cluster, node);
                    }
                },
                iter: 15,
                threads: 1
            );

    [Fact]
    public void RollingUpdate_StaysWithinSurgeAndUnavailable() =>
        Gen.Select(Gen.Int[1, 8], OneOf("0", "1", "2", "25%", "60%"), OneOf("0", "1", "2", "25%", "60%"), Gen.Int[0, 1000])
            .Where(one => one.Item2 != "0" || one.Item3 != "0")
            .Sample(
                (replicas, surge, unavailable, seed) =>
                {
                    using var cluster = new ControlPlaneCluster(seed: seed);
                    cluster.Create(GroupResource.Deployments, Deployment("web", replicas, surge, unavailable));
                    cluster.Run(15);
                    var bounds = RolloutBounds.Resolve(replicas, IntOrPercent.Parse(surge), IntOrPercent.Parse(unavailable));

                    cluster.Patch(
                        GroupResource.Deployments,
                        "web",
                        """{"spec":{"template":{"metadata":{"annotations":{"version":"2"}}}}}"""
                    );
                    for (var i = 0; i < 500; i++)
                    {
                        cluster.Run(Step);
                        var pods = cluster.List(GroupResource.Pods).Where(pod => !pod.IsDeleting).ToList();
                        Assert.InRange(pods.Count, 0, replicas + bounds.MaxSurge);
                        Assert.InRange(pods.Count(IsReady), replicas - bounds.MaxUnavailable, int.MaxValue);
                    }

                    Assert.All(cluster.List(GroupResource.Pods).Where(pod => !pod.IsDeleting), pod =>
                        Assert.Equal("2", pod.Annotations.GetValueOrDefault("version"))
                    );
                },
                iter: 8,
                threads: 1
            );

    [Fact]
    public void Evictions_NeverLeaveFewerPodsThanTheBudget() =>
        Gen.Select(
                Gen.Int[1, 6],
                OneOf(
                    "\"minAvailable\":1",
                    "\"minAvailable\":\"50%\"",
                    "\"maxUnavailable\":1",
                    "\"maxUnavailable\":\"30%\"",
                    "\"minAvailable\":\"100%\""
                ),
                Gen.Select(Gen.Int[0, 5], Gen.Int[0, 40]).Array[1, 40],
                Gen.Int[0, 1000]
            )
            .Sample(
                (replicas, budget, evictions, seed) =>
                {
                    using var cluster = new ControlPlaneCluster(seed: seed);
                    cluster.Create(GroupResource.Deployments, Deployment("web", replicas));
                    cluster.Create(
                        GroupResource.PodDisruptionBudgets,
                        $$$"""{"metadata":{"name":"web","namespace":"default"},"spec":{ {{{budget}}},"selector":{"matchLabels":{"app":"web"} } } }"""
                    );
                    cluster.Run(15);
                    var desired = cluster.Find(GroupResource.PodDisruptionBudgets, "web")!.Status.Number("desiredHealthy")!.Value;

                    foreach (var (index, wait) in evictions)
                    {
                        Evict(cluster, index);
                        var healthy = cluster.List(GroupResource.Pods).Count(pod => !pod.IsDeleting && IsReady(pod));
                        Assert.InRange(healthy, desired, int.MaxValue);
                        cluster.Run(wait * Step);
                    }
                },
                iter: 25,
                threads: 1
            );

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static void Evict(ControlPlaneCluster cluster, int index)
    {
        var pods = cluster.List(GroupResource.Pods).Where(pod => !pod.IsDeleting).ToList();
        try
        {
            cluster.Client.Evict("default", pods[index % pods.Count].Name);
        }
        catch (StatusException refused) when (refused.Code == 429)
        {
            // The budget allows none.
        }
    }

    private static bool IsReady(KubeObject pod) =>
        pod.Status.Objects("conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True");

    private static void CheckNode(ControlPlaneCluster cluster, KubeObject node)
    {
        var pods = cluster.List(GroupResource.Pods).Where(pod => pod.Spec.Text("nodeName") == node.Name).ToList();
        foreach (var resource in (string[])["cpu", "memory"])
        {
            var sum = pods.SelectMany(pod => pod.Spec.Objects("containers"))
                .Sum(container => Quantity.Parse(container.Text("resources", "requests", resource)!).MilliValue);
            Assert.InRange(sum, 0, Quantity.Parse(node.Status.Text("allocatable", resource)!).MilliValue);
        }

        Assert.InRange(pods.Count, 0, int.Parse(node.Status.Text("allocatable", "pods")!, CultureInfo.InvariantCulture));
    }

    private static string Deployment(
        string name,
        int replicas,
        string surge = "25%",
        string unavailable = "25%",
        string requests = """{"cpu":"10m","memory":"1Mi"}"""
    ) =>
        $$$"""
            {"metadata":{"name":"{{{name}}}","namespace":"default"},"spec":{"replicas":{{{replicas}}},"selector":{"matchLabels":{"app":"{{{name}}}"} },
            "strategy":{"rollingUpdate":{"maxSurge":{{{Json(surge)}}},"maxUnavailable":{{{Json(unavailable)}}} } },
            "template":{"metadata":{"labels":{"app":"{{{name}}}"} },"spec":{"containers":[{"name":"c","image":"i:1","resources":{"requests": {{{requests}}} } }]} } } }
            """;

    private static string Json(string intOrPercent) => intOrPercent.EndsWith('%') ? $"\"{intOrPercent}\"" : intOrPercent;
}
