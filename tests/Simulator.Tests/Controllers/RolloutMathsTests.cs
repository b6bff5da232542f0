using Infra.Kubernetes;
using Infra.Simulator.Controllers.Deployments;
using Infra.Simulator.Controllers.ReplicaSets;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

public sealed class RolloutMathsTests
{
    [Theory]
    [InlineData(10, "25%", "25%", 3, 2)]
    [InlineData(1, "25%", "25%", 1, 0)]
    [InlineData(3, "0", "25%", 0, 1)]
    [InlineData(4, "1", "0", 1, 0)]
    [InlineData(2, "0", "5", 0, 2)]
    [InlineData(0, "25%", "25%", 0, 0)]
    public void Resolve_SurgeRoundsUpUnavailableRoundsDown(
        int replicas,
        string surge,
        string unavailable,
        int expectedSurge,
        int expectedUnavailable
    )
    {
        var bounds = RolloutBounds.Resolve(replicas, IntOrPercent.Parse(surge), IntOrPercent.Parse(unavailable));

        Assert.Equal((expectedSurge, expectedUnavailable), (bounds.MaxSurge, bounds.MaxUnavailable));
    }

    [Theory]
    [InlineData(10, 0, 10, 0, 0)]
    [InlineData(10, 3, 10, 0, 3)]
    [InlineData(10, 3, 13, 3, 3)]
    [InlineData(10, 3, 9, 8, 10)]
    [InlineData(10, 3, 12, 12, 10)]
    public void NewSize_GrowsWithinTheSurge(int replicas, int surge, int total, int current, int expected) =>
        Assert.Equal(expected, RollingUpdate.NewSize(new RolloutBounds(replicas, surge, 0), total, current));

    [Fact]
    public void ScaleDownOld_TakesUnavailablePodsFirst()
    {
        var (fresh, old) = (Set("new", 3, 0), new[] { Set("old-a", 8, 6), Set("old-b", 2, 2) });

        var resized = RollingUpdate.ScaleDownOld(new RolloutBounds(10, 3, 2), fresh, old);

        Assert.Equal([("old-a", 6)], resized.Select(r => (r.ReplicaSet.Name, r.Replicas)));
    }

    [Fact]
    public void ScaleDownOld_UnavailableAndAvailablePods_ScalesOneReplicaSetTwice()
    {
        var resized = RollingUpdate.ScaleDownOld(new RolloutBounds(10, 3, 5), Set("new", 3, 3), [Set("old", 8, 6)]);

        Assert.Equal([6, 2], resized.Select(r => r.Replicas));
    }

    [Fact]
    public void ScaleDownOld_StatusOfTheFormerSize_WaitsForItsUpdate()
    {
        var resized = RollingUpdate.ScaleDownOld(new RolloutBounds(4, 1, 1), Set("new", 2, 2), [Set("old", 3, 4)]);

        Assert.Empty(resized);
    }

    [Fact]
    public void ScaleDownOld_KeepsTheMinimumAvailable()
    {
        var resized = RollingUpdate.ScaleDownOld(new RolloutBounds(10, 0, 0), Set("new", 0, 0), [Set("old", 10, 10)]);

        Assert.Empty(resized);
    }

    [Fact]
    public void Spread_KeepsTheShareOfOldAndNew()
    {
        var sizes = ProportionalScaling.Spread(new RolloutBounds(20, 4, 0), [Set("new", 3, 3), Set("old", 9, 9)], _ => 12, 12);

        Assert.Equal([("new", 6), ("old", 18)], sizes.Select(s => (s.ReplicaSet.Name, s.Replicas)).Order());
    }

    // For all sizes, the whole change is distributed and no size becomes negative.
    [Fact]
    public void Spread_AnySizes_AddsUpToTheBound()
    {
        const int Seed = 20260105;
        var random = new IdentitySource(Seed);
        for (var i = 0; i < 500; i++)
        {
            var sets = Enumerable.Range(0, 1 + random.Next(4)).Select(n => Set($"s{n}", 1 + random.Next(20), 0)).ToList();
            var bounds = new RolloutBounds(random.Next(40), random.Next(5), 0);
            var sizes = ProportionalScaling.Spread(bounds, sets, _ => sets.Sum(s => s.Replicas), 0);
            var allowed = bounds.Replicas == 0 ? 0 : bounds.MaxTotal;
            Assert.True(
                sizes.Sum(s => s.Replicas) == allowed && sizes.All(s => s.Replicas >= 0),
                $"seed {Seed}, case {i}: {bounds} {string.Join(',', sets.Select(s => s.Replicas))}"
            );
        }
    }

    [Fact]
    public void Batches_DoubleUntilAllAreMade() => Assert.Equal([1, 2, 4, 8, 5], SlowStart.Batches(20));

    [Fact]
    public void Run_AFailure_EndsWithItsBatch()
    {
        var (succeeded, failure) = SlowStart.Run(
            20,
            n =>
            {
                if (n == 1)
                {
                    throw new TimeoutException();
                }
            },
            e => e is TimeoutException
        );

        Assert.Equal(2, succeeded);
        Assert.IsType<TimeoutException>(failure);
    }

    private static ReplicaSet Set(string name, int replicas, int available) =>
        new(
            new KubeObject(
                GroupResource.ReplicaSets,
                ControlPlaneCluster.Parse(
                    $$$"""
                    {"metadata":{"name":"{{{name}}}","namespace":"default","uid":"{{{name}}}"},"spec":{"replicas":{{{replicas}}}},"status":{"availableReplicas":{{{available}}}}}
                    """
                ),
                1
            )
        );
}
