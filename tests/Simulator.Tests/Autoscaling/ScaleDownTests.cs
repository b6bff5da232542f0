namespace Infra.Simulator.Tests.Autoscaling;

public sealed class ScaleDownTests
{
    private static readonly TimeSpan _long = TimeSpan.FromMinutes(30);

    [Fact]
    public void EmptyNodes_AreRemovedTogetherAfterTenMinutes_DownToTheMinimum()
    {
        using var cluster = new AutoscaledCluster(AutoscaledCluster.Pool("general", 4, 1, 5));

        Assert.False(cluster.RunUntil(() => cluster.Cluster.Nodes.Count < 4, TimeSpan.FromMinutes(10)));
        Assert.True(cluster.RunUntil(() => cluster.Cluster.Nodes.Count < 4, TimeSpan.FromSeconds(30)));
        Assert.Single(cluster.Cluster.Nodes);
        cluster.Run(_long);
        Assert.Single(cluster.Cluster.Nodes);
    }

    [Fact]
    public void NodesAfterAScaleUp_StayForTenMinutes()
    {
        using var cluster = new AutoscaledCluster(AutoscaledCluster.Pool("general", 3, 1, 9));
        cluster.Run(TimeSpan.FromMinutes(5));
        cluster.Deploy("large", 4, "3");
        cluster.RunUntil(() => cluster.Cluster.Nodes.Count == 4, _long);
        var added = cluster.Elapsed - TimeSpan.FromSeconds(90);
        cluster.Scale("large", 0);

        Assert.True(cluster.RunUntil(() => cluster.Cluster.Nodes.Count < 4, _long));
        Assert.True(cluster.Elapsed - added >= TimeSpan.FromMinutes(10), $"{cluster.Elapsed - added}");
    }

    [Theory]
    [InlineData("2", 2)]
    [InlineData("1900m", 1)]
    public void Node_WithHalfOfItRequested_Stays(string cpu, int expected)
    {
        using var cluster = new AutoscaledCluster(AutoscaledCluster.Pool("general", 2, 1, 2));
        cluster.Deploy("web", 2, cpu, spec: Spread("web"));
        cluster.Run(_long);

        Assert.Equal(expected, cluster.Cluster.Nodes.Count);
        Assert.Equal(2, cluster.CountRunning("web"));
    }

    [Fact]
    public void NodesWithPods_AreRemovedOneAtATime()
    {
        using var cluster = new AutoscaledCluster(AutoscaledCluster.Pool("general", 4, 1, 4));
        cluster.Deploy(
            "web",
            4,
            "900m",
            spec: Spread("web") + """ "terminationGracePeriodSeconds":60, """,
            annotations: """{"fake/stop-time":"40s"}"""
        );
        var leaving = 0;

        Assert.True(
            cluster.RunUntil(
                () =>
                {
                    var tainted = cluster.Cluster.Nodes.Count(node =>
                        node.Source.Spec["taints"]?.ToJsonString().Contains("ToBeDeletedByClusterAutoscaler", StringComparison.Ordinal)
                        == true
                    );
                    leaving = Math.Max(leaving, tainted);
                    return cluster.Cluster.Nodes.Count == 1;
                },
                TimeSpan.FromHours(1)
            )
        );
        Assert.Equal(1, leaving);
        Assert.True(cluster.RunUntil(() => cluster.CountRunning("web") == 4, _long));
    }

    [Fact]
    public void Pods_WithoutAPlaceElsewhere_KeepTheirNode()
    {
        using var cluster = new AutoscaledCluster(AutoscaledCluster.Pool("general", 2, 1, 2));
        cluster.Deploy("web", 2, "1", spec: Apart("web"));
        cluster.Run(_long);

        Assert.Equal(2, cluster.Cluster.Nodes.Count);
    }

    [Theory]
    [InlineData("", "{}", 1)]
    [InlineData(""" "volumes":[{"name":"v","emptyDir":{} }], """, "{}", 1)]
    [InlineData(""" "volumes":[{"name":"v","hostPath":{"path":"/x"} }], """, "{}", 2)]
    [InlineData(
        """ "volumes":[{"name":"v","hostPath":{"path":"/x"} }], """,
        """{"cluster-autoscaler.kubernetes.io/safe-to-evict":"true"}""",
        1
    )]
    [InlineData("", """{"cluster-autoscaler.kubernetes.io/safe-to-evict":"false"}""", 2)]
    public void Pod_ThatMustNotMove_KeepsItsNode(string spec, string annotations, int expected)
    {
        using var cluster = new AutoscaledCluster(AutoscaledCluster.Pool("general", 2, 1, 2));
        cluster.Deploy("web", 2, "1", spec: Spread("web") + spec, annotations: annotations);
        cluster.Run(_long);

        Assert.Equal(expected, cluster.Cluster.Nodes.Count);
    }

    [Fact]
    public void PodWithoutController_KeepsItsNode()
    {
        using var cluster = new AutoscaledCluster(AutoscaledCluster.Pool("general", 2, 1, 2));
        foreach (var node in (string[])["general-1", "general-2"])
        {
            cluster.Apply(
                $$"""
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p-{{node}}","namespace":"default"},
                 "spec":{"nodeName":"{{node}}","containers":[{"name":"c","image":"i:1"}]} }
                """
            );
        }

        cluster.Run(_long);
        Assert.Equal(2, cluster.Cluster.Nodes.Count);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(1, 1)]
    public void Budget_WithoutRoom_KeepsTheNode(int minAvailable, int expected)
    {
        using var cluster = new AutoscaledCluster(AutoscaledCluster.Pool("general", 2, 1, 2));
        cluster.Apply(
            $$"""
            {"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"web","namespace":"default"},
             "spec":{"minAvailable":{{minAvailable}},"selector":{"matchLabels":{"app":"web"} } } }
            """
        );
        cluster.Deploy("web", 2, "1", spec: Spread("web"));
        cluster.Run(_long);

        Assert.Equal(expected, cluster.Cluster.Nodes.Count);
    }

    private static string Spread(string app) =>
        $$$""" "topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"kubernetes.io/hostname","whenUnsatisfiable":"ScheduleAnyway","labelSelector":{"matchLabels":{"app":"{{{app}}}"} } }], """;

    private static string Apart(string app) =>
        $$$""" "affinity":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"kubernetes.io/hostname","labelSelector":{"matchLabels":{"app":"{{{app}}}"} } }]} }, """;
}
