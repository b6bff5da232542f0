using Infra.Simulator.Hosting.Virtual;
using Infra.Simulator.Nodes.Faults;

namespace Infra.Simulator.Tests.Autoscaling;

public sealed class ScaleUpTests
{
    private static readonly TimeSpan _long = TimeSpan.FromMinutes(10);

    [Fact]
    public void PendingPod_ThatFitsOnANewNode_AddsItAfterItsStartUp()
    {
        using var cluster = new AutoscaledCluster(AutoscaledCluster.Pool("general", 1, 1, 5));
        cluster.Deploy("web", 2, "3");

        Assert.True(cluster.RunUntil(() => cluster.Nodes == "general-1 general-2", _long));

        // The scan comes within ten seconds, and the node starts for 90.
        Assert.InRange(cluster.Elapsed, TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(105));
        Assert.True(cluster.RunUntil(() => cluster.CountRunning("web") == 2, _long));
        Assert.Equal(
            "Scale-up: setting group general size to 2 instead of 1 (max: 5)",
            Assert.Single(cluster.TakeEvents("ScaledUpGroup")).Message
        );
    }

    [Fact]
    public void PendingPods_WhileTheirNodesStart_AddNoFurtherOnes()
    {
        using var cluster = new AutoscaledCluster(AutoscaledCluster.Pool("general", 0, 0, 9));
        cluster.Deploy("web", 6, "1500m");

        Assert.True(cluster.RunUntil(() => cluster.CountRunning("web") == 6, _long));

        // Two on each node.
        Assert.Equal("general-1 general-2 general-3", cluster.Nodes);
        Assert.Single(cluster.TakeEvents("ScaledUpGroup"));
    }

    [Fact]
    public void Pool_AtItsMaximum_DoesNotGrow_AndThePodSaysWhy()
    {
        using var cluster = new AutoscaledCluster(AutoscaledCluster.Pool("general", 0, 0, 2));
        cluster.Deploy("web", 3, "3");
        cluster.Run(_long);

        Assert.Equal("general-1 general-2", cluster.Nodes);
        Assert.Contains(cluster.TakeEvents("NotTriggerScaleUp"), one =>
            one.Message == "pod didn't trigger scale-up: general: max node group size reached"
        );
    }

    [Fact]
    public void Pod_ThatFitsOnNoNewNode_AddsNone()
    {
        using var cluster = new AutoscaledCluster(AutoscaledCluster.Pool("general", 1, 1, 5));
        cluster.Deploy("web", 1, "5");
        cluster.Run(_long);

        Assert.Equal("general-1", cluster.Nodes);
        Assert.Contains(cluster.TakeEvents("NotTriggerScaleUp"), one =>
            one.Message.EndsWith("general: Insufficient cpu", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Expander_OfPoolsThatFit_GrowsTheOneThatWastesLeast()
    {
        using var cluster = new AutoscaledCluster(
            AutoscaledCluster.Pool("large", 0, 0, 5, "16", "64Gi"),
            AutoscaledCluster.Pool("small", 0, 0, 5, "4", "4Gi")
        );
        cluster.Deploy("web", 1, "3", "3Gi");
        cluster.Deploy("db", 3, "5", "20Gi", spec: """ "nodeSelector":{"pool":"large"}, """);

        Assert.True(cluster.RunUntil(() => cluster.CountRunning("db") == 3 && cluster.CountRunning("web") == 1, _long));

        // Once the large node is there for the others, nothing else is needed; else the small one is.
        Assert.Contains("large-1", cluster.Nodes, StringComparison.Ordinal);
        using var alone = new AutoscaledCluster(
            AutoscaledCluster.Pool("large", 0, 0, 5, "16", "64Gi"),
            AutoscaledCluster.Pool("small", 0, 0, 5, "4", "4Gi")
        );
        alone.Deploy("web", 1, "3", "3Gi");
        alone.Run(_long);
        Assert.Equal("small-1", alone.Nodes);
    }

    [Fact]
    public void Scan_WithPodsForTwoPools_DecidesForOne()
    {
        using var cluster = new AutoscaledCluster(AutoscaledCluster.Pool("a", 0, 0, 5), AutoscaledCluster.Pool("b", 0, 0, 5));
        cluster.Deploy("x", 1, "3", spec: """ "nodeSelector":{"pool":"a"}, """);
        cluster.Deploy("y", 1, "3", spec: """ "nodeSelector":{"pool":"b"}, """);
        cluster.Run(TimeSpan.FromSeconds(15));
        var first = cluster.TakeEvents("ScaledUpGroup").Single();
        cluster.Run(TimeSpan.FromSeconds(10));
        var second = cluster.TakeEvents("ScaledUpGroup").Single();

        Assert.Equal(TimeSpan.FromSeconds(10), second.At - first.At);
        Assert.NotEqual(first.Name, second.Name);
    }

    [Fact]
    public void Expander_OfPoolsThatWasteTheSame_IsDecidedByTheSeed()
    {
        static string Run(int seed)
        {
            using var cluster = new VirtualCluster(
                new VirtualClusterOptions
                {
                    Start = new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero),
                    Seed = seed,
                    Pools = [AutoscaledCluster.Pool("a", 0, 0, 5), AutoscaledCluster.Pool("b", 0, 0, 5)],
                }
            );
            cluster.Apply([
                (System.Text.Json.Nodes.JsonObject)
                    System.Text.Json.Nodes.JsonNode.Parse(
                        """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"i:1"}]}}"""
                    )!,
            ]);
            cluster.Advance(_long);
            return cluster.Nodes.Single().Name;
        }

        var nodes = Enumerable.Range(1, 12).Select(Run).ToList();
        Assert.Equal(["a-1", "b-1"], nodes.Distinct().Order());
        Assert.Equal(nodes, Enumerable.Range(1, 12).Select(Run));
    }

    [Fact]
    public void NewNode_IsMeasuredWithThePodsOfDaemonSets()
    {
        using var cluster = new AutoscaledCluster(AutoscaledCluster.Pool("general", 0, 0, 5));
        cluster.Apply(
            """
            {"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"agent","namespace":"default"},"spec":{
              "selector":{"matchLabels":{"app":"agent"}},"template":{"metadata":{"labels":{"app":"agent"}},
                "spec":{"containers":[{"name":"a","image":"a:1","resources":{"requests":{"cpu":"1"}}}]}}}}
            """
        );
        cluster.Deploy("web", 2, "2");

        Assert.True(cluster.RunUntil(() => cluster.CountRunning("web") == 2, _long));
        Assert.Equal("general-1 general-2", cluster.Nodes);
        Assert.Single(cluster.TakeEvents("ScaledUpGroup"));
    }

    [Fact]
    public void LostZone_GetsNoNode()
    {
        using var cluster = new AutoscaledCluster(AutoscaledCluster.Pool("general", 3, 3, 9, "4", "8Gi", "a", "b", "c"));
        cluster.Cluster.BeginFault(FaultType.LoseZone, "b");
        cluster.Deploy("web", 5, "3");

        Assert.True(cluster.RunUntil(() => cluster.CountRunning("web") == 5, TimeSpan.FromMinutes(20)));
        Assert.Equal("a a a b c c", string.Join(' ', cluster.Cluster.Nodes.Select(node => node.Zone).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void ManyNodesNotReady_StopTheAutoscaler()
    {
        using var cluster = new AutoscaledCluster(AutoscaledCluster.Pool("general", 8, 8, 20, "4", "8Gi", "a", "b"));
        cluster.Cluster.BeginFault(FaultType.LoseZone, "b");
        cluster.Run(TimeSpan.FromMinutes(2));
        cluster.Deploy("web", 8, "3");
        cluster.Run(_long);

        // Four of eight, which is more than 45 %.
        Assert.Equal(8, cluster.Cluster.Nodes.Count);
    }
}
