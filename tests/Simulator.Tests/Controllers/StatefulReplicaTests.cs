using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Controllers.Quotas;
using Infra.Simulator.Controllers.StatefulSets;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

/// <summary>What a refused pod keeps from the other replicas of a StatefulSet, and which claims they get.</summary>
public sealed class StatefulReplicaTests : IDisposable
{
    private readonly ControllerCluster _cluster = new(context =>
    {
        _ = new StatefulSetController(context);
        _ = new ResourceQuotaController(context);
    });

    public StatefulReplicaTests() => _cluster.CreateNamespace("shop");

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void OrderedReady_PodRefused_GivesOwnersToTheClaimsOfAllPodsUpToIt()
    {
        CreateQuota("pods", 2);
        Create("""{"replicas":3}""");
        SetStatus("db-0", "Running");
        SetStatus("db-1", "Running");
        Assert.Equal(["db-0", "db-1"], Names(GroupResource.Pods));
        Assert.Equal(["data-db-0", "data-db-1", "data-db-2"], Names(GroupResource.PersistentVolumeClaims));

        PatchSet("""{"spec":{"persistentVolumeClaimRetentionPolicy":{"whenDeleted":"Delete","whenScaled":"Retain"} } }""");

        Assert.Equal(["db-0", "db-1"], Names(GroupResource.Pods));
        Assert.All(List(GroupResource.PersistentVolumeClaims), claim => Assert.Equal("StatefulSet", claim.Controller?.Kind));
    }

    [Fact]
    public void Parallel_LaterPodRefused_DeletesTheFinishedPodBeforeItAndCreatesItAgain()
    {
        CreateQuota("count/pods", 1);
        Create("""{"replicas":2,"podManagementPolicy":"Parallel"}""");
        var finished = Assert.Single(List(GroupResource.Pods));
        Assert.Equal("db-0", finished.Name);

        SetStatus("db-0", "Failed");
        _cluster.Run(60);

        var pod = Assert.Single(List(GroupResource.Pods));
        Assert.Equal(("db-0", false), (pod.Name, pod.Uid == finished.Uid));
        Assert.NotEqual("Failed", pod.Status.Text("phase"));
    }

    [Fact]
    public void PendingPod_ClaimOfAnotherController_IsReportedAtEachSync()
    {
        CreateClaimOf("ConfigMap", "v1", "boss");
        Create("""{"replicas":1,"persistentVolumeClaimRetentionPolicy":{"whenDeleted":"Delete","whenScaled":"Retain"} }""");
        var before = CountConflicts();
        Assert.True(before > 0, "no conflict is reported");

        PatchSet("""{"metadata":{"annotations":{"note":"1"} } }""");

        Assert.True(CountConflicts() > before, "the conflict is not reported again");
        Assert.Equal("boss", List(GroupResource.PersistentVolumeClaims).Single().Controller?.Name);
    }

    [Fact]
    public void DeletedWhenScaled_DownAndUp_WaitsUntilTheClaimOfTheFormerPodIsGone()
    {
        Create(
            """
            {"replicas":2,"podManagementPolicy":"Parallel",
             "persistentVolumeClaimRetentionPolicy":{"whenDeleted":"Retain","whenScaled":"Delete"} }
            """
        );
        var former = _cluster.Client.Get(GroupResource.Pods, "shop", "db-1");
        PatchSet("""{"spec":{"replicas":1} }""");
        Assert.Equal(["db-0"], Names(GroupResource.Pods));
        var stale = _cluster.Client.Get(GroupResource.PersistentVolumeClaims, "shop", "data-db-1");
        Assert.Equal(("Pod", former.Uid), (stale.Controller?.Kind, stale.Controller?.Uid));

        PatchSet("""{"spec":{"replicas":2} }""");
        Assert.Equal(["db-0"], Names(GroupResource.Pods));

        // As the garbage collector does, for the pod that owned it is gone.
        _cluster.Client.Patch(GroupResource.PersistentVolumeClaims, "shop", stale.Name, Parse("""{"metadata":{"finalizers":null} }"""));
        _cluster.Client.Delete(GroupResource.PersistentVolumeClaims, "shop", stale.Name, new DeleteOptions());
        PatchSet("""{"metadata":{"annotations":{"note":"1"} } }""");

        Assert.Equal(["db-0", "db-1"], Names(GroupResource.Pods));
        Assert.All(List(GroupResource.PersistentVolumeClaims), claim => Assert.Null(claim.Controller));
    }

    private void Create(string spec)
    {
        var body = Parse(
            """
            {"metadata":{"name":"db","namespace":"shop"},
             "spec":{"serviceName":"db","selector":{"matchLabels":{"app":"db"} },
             "template":{"metadata":{"labels":{"app":"db"} },"spec":{"containers":[{"name":"db","image":"db:1"}]} },
             "volumeClaimTemplates":[{"metadata":{"name":"data"},
              "spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"} } } }] } }
            """
        );
        foreach (var (key, value) in Parse(spec))
        {
            body.Map("spec")![key] = value?.DeepClone();
        }

        _cluster.Client.Create(GroupResource.StatefulSets, body);
        _cluster.Run(5);
    }

    private void CreateQuota(string resource, int hard)
    {
        _cluster.Client.Create(
            GroupResource.ResourceQuotas,
            Parse($$$"""{"metadata":{"name":"quota","namespace":"shop"},"spec":{"hard":{"{{{resource}}}":"{{{hard}}}"} } }""")
        );
        _cluster.Run(2);
    }

    private void CreateClaimOf(string kind, string apiVersion, string owner) =>
        _cluster.Client.Create(
            GroupResource.PersistentVolumeClaims,
            Parse(
                $$$$"""
                {"metadata":{"name":"data-db-0","namespace":"shop","ownerReferences":[
                  {"apiVersion":"{{{{apiVersion}}}}","kind":"{{{{kind}}}}","name":"{{{{owner}}}}","uid":"1","controller":true}]},
                 "spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"} } } }
                """
            )
        );

    private void PatchSet(string json)
    {
        _cluster.Client.Patch(GroupResource.StatefulSets, "shop", "db", Parse(json));
        _cluster.Run(5);
    }

    private void SetStatus(string pod, string phase)
    {
        var body = _cluster.Client.Get(GroupResource.Pods, "shop", pod).Copy();
        body["status"] = Parse(
            $$$"""
            {"phase":"{{{phase}}}","conditions":[{"type":"Ready","status":"{{{(phase == "Running" ? "True" : "False")}}}",
             "lastTransitionTime":"2026-03-01T12:00:00Z"}]}
            """
        );
        _cluster.Client.UpdateStatus(GroupResource.Pods, body);
        _cluster.Run(5);
    }

    private long CountConflicts() =>
        List(GroupResource.Events)
            .Where(one => one.Body.Text("reason") == "ConflictingController")
            .Sum(one => one.Body.Number("count") ?? 0);

    private IReadOnlyList<KubeObject> List(GroupResource resource) => _cluster.Client.List(resource, "shop").Items;

    private IEnumerable<string> Names(GroupResource resource) => List(resource).Select(one => one.Name).Order(StringComparer.Ordinal);

    private static JsonObject Parse(string json) => ControlPlaneCluster.Parse(json);
}
