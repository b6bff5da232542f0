using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

/// <summary>A volume can be reached from its node, or from its zone if its class says so; pods follow their volumes.</summary>
public sealed class VolumeReachTests
{
    [Theory]
    [InlineData("", "kubernetes.io/hostname")]
    [InlineData("\"parameters\":{\"reach\":\"node\"},", "kubernetes.io/hostname")]
    [InlineData("\"parameters\":{\"reach\":\"zone\"},", "topology.kubernetes.io/zone")]
    public void AVolume_IsReachedFromWhatItsClassSays(string parameters, string label)
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(
            GroupResource.StorageClasses,
            "{\"metadata\":{\"name\":\"disks\"},"
                + parameters
                + "\"provisioner\":\"simulator.infra/volumes\",\"volumeBindingMode\":\"WaitForFirstConsumer\"}"
        );
        cluster.Create(
            GroupResource.PersistentVolumeClaims,
            """
            {"metadata":{"name":"data","namespace":"default"},
             "spec":{"storageClassName":"disks","accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}
            """
        );
        cluster.Create(
            GroupResource.Pods,
            """
            {"metadata":{"name":"db","namespace":"default"},
             "spec":{"containers":[{"name":"db","image":"db"}],"volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"data"}}]}}
            """
        );
        cluster.Run(5);

        var claim = cluster.Find(GroupResource.PersistentVolumeClaims, "data")!;
        var volume = cluster.Client.Find(GroupResource.PersistentVolumes, "", claim.Spec.Text("volumeName")!)!;
        var node = cluster.Client.Get(GroupResource.Nodes, "", cluster.Find(GroupResource.Pods, "db")!.Spec.Text("nodeName")!);
        var term = volume.Spec["nodeAffinity"]!["required"]!["nodeSelectorTerms"]![0]!["matchExpressions"]![0]!;
        Assert.Equal(label, term["key"]!.ToString());
        Assert.Equal(node.Labels[label], term["values"]![0]!.ToString());
    }
}
