using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Operators;

/// <summary>Scales a Deployment by the length of a queue, from zero and back.</summary>
public class KedaStandInTests
{
    private const string Metric = "s0-kafka-shop-orders";

    [Fact]
    public void ScaledObject_HasAnAutoscaler_WithTheMetricsOfItsTriggers()
    {
        using var cluster = new OperatorCluster("keda");
        CreateDeployment(cluster);
        CreateScaledObject(cluster);

        Assert.True(cluster.RunUntilCondition("scaledobjects.keda.sh", "orders"));
        var autoscaler = cluster.Get("horizontalpodautoscalers.autoscaling", "keda-hpa-orders").Spec;
        Assert.Equal((1, 8), (autoscaler.Number("minReplicas"), autoscaler.Number("maxReplicas")));
        var metric = Assert.Single(autoscaler.Objects("metrics")).Map("external");
        Assert.Equal(("s0-kafka-shop-orders", "100"), (metric.Text("metric", "name"), metric.Text("target", "averageValue")));
    }

    [Fact]
    public void ScaledObject_OfATargetWithAnAutoscaler_IsNotReady()
    {
        using var cluster = new OperatorCluster("keda");
        CreateDeployment(cluster);
        cluster.Create(
            "horizontalpodautoscalers.autoscaling",
            "mine",
            """{"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"orders"}}"""
        );
        CreateScaledObject(cluster);
        cluster.Run(10);

        var condition = Assert.Single(cluster.Get("scaledobjects.keda.sh", "orders").Status.Objects("conditions"));
        Assert.Equal("the workload 'orders' of type 'apps/v1.Deployment' is already managed by the hpa 'mine'", condition.Text("message"));
    }

    [Fact]
    public void ScaledObject_FollowsTheLengthOfItsQueue_FromZeroAndBack()
    {
        using var cluster = new OperatorCluster("keda");
        CreateDeployment(cluster);
        CreateScaledObject(cluster);
        Assert.True(cluster.RunUntil(() => Replicas(cluster) == 0));
        cluster.Run(300);
        Assert.Equal(0, Replicas(cluster));

        cluster.SetQueue(Metric, "orders", 450);
        Assert.True(cluster.RunUntil(() => Replicas(cluster) == 5, 120));

        cluster.SetQueue(Metric, "orders", 0);
        Assert.True(cluster.RunUntil(() => Replicas(cluster) == 0, 900));
        var active = cluster
            .Get("scaledobjects.keda.sh", "orders")
            .Status.Objects("conditions")
            .Single(one => one.Text("type") == "Active");
        Assert.Equal(("False", "ScalerNotActive"), (active.Text("status"), active.Text("reason")));
    }

    [Fact]
    public void ScaledObject_WithAnEmptyQueue_KeepsItsPodsForTheCooldown()
    {
        using var cluster = new OperatorCluster("keda");
        cluster.SetQueue(Metric, "orders", 50);
        CreateDeployment(cluster);
        CreateScaledObject(cluster);
        cluster.Run(60);

        cluster.SetQueue(Metric, "orders", 0);
        cluster.Run(200);
        Assert.Equal(1, Replicas(cluster));

        cluster.Run(200);
        Assert.Equal(0, Replicas(cluster));
    }

    [Fact]
    public void ScaledObject_OfAnIdleQueue_KeepsItsMinimum()
    {
        using var cluster = new OperatorCluster("keda");
        CreateDeployment(cluster);
        CreateScaledObject(cluster, minimum: 2);

        Assert.True(cluster.RunUntil(() => Replicas(cluster) == 2));
        cluster.Run(900);
        Assert.Equal(2, Replicas(cluster));
    }

    [Fact]
    public void ScaledObject_InAQuietCluster_WritesNothing()
    {
        using var cluster = new OperatorCluster("keda");
        cluster.SetQueue(Metric, "orders", 0);
        CreateDeployment(cluster);
        CreateScaledObject(cluster, minimum: 1);
        cluster.Run(120);
        var version = cluster.Get("scaledobjects.keda.sh", "orders").Version;

        cluster.Run(600);

        Assert.Equal(version, cluster.Get("scaledobjects.keda.sh", "orders").Version);
    }

    private static long? Replicas(OperatorCluster cluster) => cluster.Get("deployments.apps", "orders").Spec.Number("replicas");

    private static void CreateDeployment(OperatorCluster cluster) =>
        cluster.Create(
            "deployments.apps",
            "orders",
            """{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}"""
        );

    private static void CreateScaledObject(OperatorCluster cluster, int minimum = 0) =>
        cluster.Create(
            "scaledobjects.keda.sh",
            "orders",
            $$"""{"scaleTargetRef":{"name":"orders"},"minReplicaCount":{{minimum}},"maxReplicaCount":8,"triggers":[{"type":"kafka","metadata":{"topic":"shop.orders","lagThreshold":"100"} }]}"""
        );
}
