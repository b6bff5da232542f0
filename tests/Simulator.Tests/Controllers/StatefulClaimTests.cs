using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

public sealed class StatefulClaimTests : IDisposable
{
    private readonly ControlPlaneCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Status_PodRefusedByAQuota_IsWrittenAndTheEventNamesTheCause()
    {
        _cluster.Create(
            GroupResource.ResourceQuotas,
            """{"metadata":{"name":"quota","namespace":"default"},"spec":{"hard":{"pods":"0"}}}"""
        );
        _cluster.Run(2);
        Create(replicas: 2);
        _cluster.Run(2);

        var status = _cluster.Find(GroupResource.StatefulSets, "db")!.Status;
        Assert.Equal((1L, 0L), (status.Number("observedGeneration"), status.Number("replicas")));
        Assert.All(_cluster.Events("FailedCreate"), message =>
            Assert.StartsWith("Create Pod db-0 in StatefulSet db failed error: pods \"db-0\" is forbidden", message)
        );
        Assert.NotEmpty(_cluster.Events("FailedCreate"));
    }

    [Fact]
    public void Creation_ClaimRefused_RecordsAnEventOfTheClaimAndOneOfThePod()
    {
        _cluster.Create(
            GroupResource.ResourceQuotas,
            """{"metadata":{"name":"quota","namespace":"default"},"spec":{"hard":{"persistentvolumeclaims":"0"}}}"""
        );
        _cluster.Run(2);
        Create(replicas: 1);
        _cluster.Run(2);

        var messages = _cluster.Events("FailedCreate").Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Equal(2, messages.Count);
        Assert.StartsWith(
            "Create Claim data-db-0 for Pod db-0 in StatefulSet db failed error: persistentvolumeclaims \"data-db-0\" is forbidden",
            messages[0]
        );
        Assert.StartsWith("Create Pod db-0 in StatefulSet db failed error: failed to create PVC data-db-0: ", messages[1]);
    }

    [Fact]
    public void Creation_ClaimBeingDeleted_WaitsAndSaysSo()
    {
        _cluster.Create(
            GroupResource.PersistentVolumeClaims,
            """
            {"metadata":{"name":"data-db-0","namespace":"default","finalizers":["example.com/hold"]},
             "spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"} } } }
            """
        );
        _cluster.Client.Delete(GroupResource.PersistentVolumeClaims, "default", "data-db-0", new());
        Create(replicas: 1);
        _cluster.Run(2);

        Assert.Empty(_cluster.List(GroupResource.Pods));
        Assert.Contains("Create Pod db-0 in StatefulSet db failed error: pvc data-db-0 is being deleted", _cluster.Events("FailedCreate"));
    }

    [Fact]
    public void RetentionPolicy_Changed_GivesTheClaimsAnOwnerAndRecordsAnUpdateOfEachPod()
    {
        Create(replicas: 2);
        _cluster.Run(30);
        Assert.Empty(_cluster.Events("SuccessfulUpdate"));

        _cluster.Patch(
            GroupResource.StatefulSets,
            "db",
            """{"spec":{"persistentVolumeClaimRetentionPolicy":{"whenDeleted":"Delete","whenScaled":"Retain"}}}"""
        );
        _cluster.Run(5);

        Assert.All(_cluster.List(GroupResource.PersistentVolumeClaims), claim => Assert.Equal("StatefulSet", claim.Controller?.Kind));
        Assert.Equal(
            ["Update Pod db-0 in StatefulSet db successful", "Update Pod db-1 in StatefulSet db successful"],
            _cluster.Events("SuccessfulUpdate").Order(StringComparer.Ordinal)
        );
    }

    private void Create(int replicas) =>
        _cluster.Create(
            GroupResource.StatefulSets,
            $$$"""
            {"metadata":{"name":"db","namespace":"default"},
             "spec":{"serviceName":"db","replicas":{{{replicas}}},"selector":{"matchLabels":{"app":"db"}},
             "template":{"metadata":{"labels":{"app":"db"}},"spec":{"containers":[{"name":"db","image":"db:1"}]}},
             "volumeClaimTemplates":[{"metadata":{"name":"data"},
              "spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"} } } }] } }
            """
        );
}
