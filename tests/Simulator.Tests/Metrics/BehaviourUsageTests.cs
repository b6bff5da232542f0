using Infra.Kubernetes;
using Infra.Simulator.Metrics;
using Infra.Simulator.Tests.Nodes;

namespace Infra.Simulator.Tests.Metrics;

public sealed class BehaviourUsageTests
{
    [Fact]
    public void GetPods_UsageFollowsTheLoad_AndMemoryGrows()
    {
        using var pod = new PodCluster(
            """{"metric.load":"40","cpu":"100m","cpu-per-load":"5m","memory.main":"64Mi","memory-growth":"6Mi"}"""
        );
        pod.Run(120);

        var usage = Assert.Single(Assert.Single(new UsageModel(pod.Cluster.Client, pod.Cluster.Clock).GetPods("default")).Containers);
        Assert.Equal(Quantity.FromMilli(300), usage.Cpu);
        // Two minutes after the start, as of the latest measurement.
        Assert.Equal(Quantity.Parse("76Mi"), usage.Memory);
    }
}
