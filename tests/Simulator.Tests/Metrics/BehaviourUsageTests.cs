using Infra.Kubernetes;
using Infra.Simulator.Metrics;
using Infra.Simulator.Objects;
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

    [Theory]
    [InlineData("-1e400")]
    [InlineData("1e308")]
    [InlineData("NaN")]
    public void GetPods_AmountThatNoPodUses_IsReportedAndDoesNotApply(string amount)
    {
        using var pod = new PodCluster(
            $$"""{"cpu":"{{amount}}","memory":"{{amount}}","memory-growth":"{{amount}}"}""",
            """{"resources":{"limits":{"memory":"100Mi"}}}"""
        );
        pod.Run(30);

        Assert.Equal(
            new[] { "cpu", "memory-growth", "memory" }.Select(key => $"1x fake/{key}: \"{amount}\" is not a quantity such as 512Mi"),
            pod.Events("InvalidBehaviour").Order(StringComparer.Ordinal)
        );
        var usage = Assert.Single(Assert.Single(new UsageModel(pod.Cluster.Client, pod.Cluster.Clock).GetPods("default")).Containers);
        Assert.Equal(Quantity.FromMilli(1), usage.Cpu);
    }

    [Fact]
    public void GetPods_MetricsOfAProfile_ComeAfterThoseOfThePod()
    {
        using var pod = new PodCluster("""{"profile":"slow","metric.load":"40"}""");
        pod.Cluster.Create(
            GroupResource.ConfigMaps,
            """{"metadata":{"name":"slow","namespace":"default"},"data":{"metric.load":"1","metric.depth":"7","metric.bad":"x","metric.":"5"}}"""
        );
        pod.Run(30);

        var metrics = Assert.Single(new UsageModel(pod.Cluster.Client, pod.Cluster.Clock).GetPods("default")).Custom;
        Assert.Equal(
            [("depth", Quantity.FromWhole(7)), ("load", Quantity.FromWhole(40))],
            metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal).Select(metric => (metric.Key, metric.Value))
        );
    }
}
