using Infra.Rehearsal.Clusters;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Requests;
using Infra.Rehearsal.Running;

namespace Rehearsal.Tests.Running;

/// <summary>A pod can have what the others leave of its node, and in any case its share.</summary>
public sealed class NodeUseTests
{
    [Theory]
    [InlineData(0.2, 0.2, 3.4)]
    [InlineData(1.0, 1.0, 1.0)]
    [InlineData(0.5, 3.5, 1.0)]
    [InlineData(3.7, 0.1, 3.7)]
    public void AvailableTo_FourPodsOfANodeWithFourCores(double own, double others, double expected)
    {
        PodCapacity[] pods = [.. Enumerable.Range(0, 4).Select(Pod)];
        var view = new CapacityView(
            pods,
            new PodSource?[4],
            new Dictionary<string, double> { ["node"] = 4 },
            new Dictionary<string, ServiceState>(),
            new HashSet<string>()
        );
        var used = pods.Select(pod => new PodOutcome(pod == pods[0] ? own : others, 0, 0, 0));

        var node = NodeUse.Sum(view, new RequestOutcome(new Dictionary<string, ServiceOutcome>(), new PodOutcomes(pods, [.. used])))[0];

        Assert.Equal(expected, node.AvailableTo(pods[0], own), 1e-9);
    }

    private static PodCapacity Pod(int number) =>
        new()
        {
            Name = $"pod-{number}",
            Service = "web",
            Node = "node",
            IsReady = true,
            CpuRequest = 0.1,
        };
}
