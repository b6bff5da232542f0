using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

/// <summary>Claims grow as in Kubernetes, and a StatefulSet adopts the pods and revisions of the one it replaces.</summary>
public sealed class VolumeGrowthTests
{
    [Fact]
    public void Claim_WithALargerRequest_GrowsWithItsVolume()
    {
        using var cluster = CreateBound();

        Resize(cluster, "data-db-0", "2Gi");
        cluster.Run(5);

        var claim = cluster.Find(GroupResource.PersistentVolumeClaims, "data-db-0")!;
        Assert.Equal("2Gi", claim.Status.Text("capacity", "storage"));
        var volume = cluster.Client.Find(GroupResource.PersistentVolumes, "", claim.Spec.Text("volumeName")!)!;
        Assert.Equal("2Gi", volume.Spec.Text("capacity", "storage"));
    }

    [Fact]
    public void Claim_WithASmallerRequestThanItsCapacity_IsRejected()
    {
        using var cluster = CreateBound();

        var refused = Assert.Throws<StatusException>(() => Resize(cluster, "data-db-0", "500Mi"));

        Assert.Contains("field can not be less than status.capacity", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Claim_OfAClassWithoutExpansion_CannotGrow()
    {
        using var cluster = CreateBound();
        cluster.Client.Patch(GroupResource.StorageClasses, "", "standard", new JsonObject { ["allowVolumeExpansion"] = false });

        var refused = Assert.Throws<StatusException>(() => Resize(cluster, "data-db-0", "2Gi"));

        Assert.Equal(403, refused.Code);
        Assert.Contains("only dynamically provisioned pvc can be resized", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Claim_NotBound_CannotGrow()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(
            GroupResource.PersistentVolumeClaims,
            """
            {"metadata":{"name":"idle","namespace":"default"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}
            """
        );
        cluster.Run(1);

        Assert.Throws<StatusException>(() => Resize(cluster, "idle", "2Gi"));
    }

    [Fact]
    public void StatefulSet_CreatedAfterADeletionWithoutItsPods_AdoptsThem()
    {
        using var cluster = CreateBound();
        var (pods, revisions) = (Uids(cluster, GroupResource.Pods), Uids(cluster, GroupResource.ControllerRevisions));

        cluster.Client.Delete(GroupResource.StatefulSets, "default", "db", new DeleteOptions { Propagation = PropagationPolicy.Orphan });
        cluster.Run(5);
        Assert.Null(cluster.Find(GroupResource.StatefulSets, "db"));
        Assert.Equal(pods, Uids(cluster, GroupResource.Pods));
        cluster.Create(GroupResource.StatefulSets, Set("2Gi", "Retain"));
        cluster.Run(30);

        Assert.Equal(pods, Uids(cluster, GroupResource.Pods));
        Assert.Equal(revisions, Uids(cluster, GroupResource.ControllerRevisions));
        var set = cluster.Find(GroupResource.StatefulSets, "db")!;
        Assert.Equal((2L, 2L), (set.Status.Number("readyReplicas"), set.Status.Number("updatedReplicas")));
        Assert.All(cluster.List(GroupResource.Pods), pod => Assert.Equal(set.Uid, pod.Controller?.Uid));
    }

    [Theory]
    [InlineData("Retain", 2)]
    [InlineData("Delete", 0)]
    public void StatefulSet_Deleted_KeepsOrDeletesItsClaims(string whenDeleted, int expected)
    {
        using var cluster = CreateBound(whenDeleted);

        cluster.Client.Delete(GroupResource.StatefulSets, "default", "db", new DeleteOptions());
        cluster.Run(90);

        Assert.Equal(expected, cluster.List(GroupResource.PersistentVolumeClaims).Count);
    }

    [Fact]
    public void StatefulSet_DeletedWithoutItsPods_KeepsTheClaimsThatItWouldDelete()
    {
        using var cluster = CreateBound("Delete");

        cluster.Client.Delete(GroupResource.StatefulSets, "default", "db", new DeleteOptions { Propagation = PropagationPolicy.Orphan });
        cluster.Run(90);

        Assert.Equal(2, cluster.List(GroupResource.PersistentVolumeClaims).Count);
    }

    [Fact]
    public void Pod_WithAnEphemeralVolume_HasAClaimOfItsOwn_DeletedWithIt()
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(
            GroupResource.Pods,
            """
            {"metadata":{"name":"user","namespace":"default"},"spec":{"containers":[{"name":"main","image":"app:1"}],
             "volumes":[{"name":"scratch","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}}}]}}
            """
        );
        cluster.Run(20);

        Assert.Equal("Running", cluster.Find(GroupResource.Pods, "user")!.Status.Text("phase"));
        Assert.Equal("Bound", cluster.Find(GroupResource.PersistentVolumeClaims, "user-scratch")!.Status.Text("phase"));

        cluster.Client.Delete(GroupResource.Pods, "default", "user", new DeleteOptions());
        cluster.Run(60);

        Assert.Empty(cluster.List(GroupResource.PersistentVolumeClaims));
    }

    private static ControlPlaneCluster CreateBound(string whenDeleted = "Retain")
    {
        var cluster = new ControlPlaneCluster();
        cluster.Create(GroupResource.StatefulSets, Set("1Gi", whenDeleted));
        cluster.Run(30);
        return cluster;
    }

    private static string Set(string size, string whenDeleted) =>
        $$$$$$"""
            {"metadata":{"name":"db","namespace":"default"},"spec":{"serviceName":"db","replicas":2,"selector":{"matchLabels":{"app":"db"}},
             "persistentVolumeClaimRetentionPolicy":{"whenDeleted":"{{{{{{whenDeleted}}}}}}"},
             "template":{"metadata":{"labels":{"app":"db"}},"spec":{"containers":[{"name":"db","image":"db:1","volumeMounts":[{"name":"data","mountPath":"/data"}]}]}},
             "volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"{{{{{{size}}}}}}"}}}}]}}
            """;

    private static void Resize(ControlPlaneCluster cluster, string claim, string size) =>
        cluster.Client.Patch(
            GroupResource.PersistentVolumeClaims,
            "default",
            claim,
            new JsonObject
            {
                ["spec"] = new JsonObject { ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = size } } },
            }
        );

    private static IEnumerable<string> Uids(ControlPlaneCluster cluster, GroupResource resource) =>
        [.. cluster.List(resource).Select(item => item.Uid).Order(StringComparer.Ordinal)];
}
