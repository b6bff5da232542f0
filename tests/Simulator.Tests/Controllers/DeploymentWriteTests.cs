using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

/// <summary>What the Deployment controller writes, and in which order.</summary>
public sealed class DeploymentWriteTests : IDisposable
{
    private const string Image2 = """{"spec":{"template":{"spec":{"containers":[{"name":"a","image":"a:2"}]}}}}""";

    private readonly ControlPlaneCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Deployment_CreatedPaused_HasNoReplicaSetAndNoTerminatingPods()
    {
        Create("\"paused\":true");
        _cluster.Run(2);

        Assert.Empty(_cluster.List(GroupResource.ReplicaSets));
        Assert.Equal(0, Status().Number("terminatingReplicas"));
        Assert.Equal("DeploymentPaused", GetReason(Status(), "Progressing"));
    }

    [Fact]
    public void Deployment_Resumed_KeepsTheConditionUntilTheRolloutProgresses()
    {
        Create("\"replicas\":2");
        _cluster.Run(5);
        _cluster.Patch(GroupResource.Deployments, "web", """{"spec":{"paused":true}}""");
        _cluster.Run(1);
        _cluster.Patch(GroupResource.Deployments, "web", Image2);
        _cluster.Run(1);

        var writes = Record(() => _cluster.Patch(GroupResource.Deployments, "web", """{"spec":{"paused":false}}"""));

        Assert.Equal(
            ["DeploymentPaused 1", "DeploymentResumed 1", "DeploymentResumed 2", "ReplicaSetUpdated 2", "NewReplicaSetAvailable 2"],
            writes
        );
    }

    [Fact]
    public void Deployment_WithAHistoryLimit_DeletesOldReplicaSetsOnceTheStatusIsComplete()
    {
        Create("\"replicas\":1,\"revisionHistoryLimit\":0");
        _cluster.Run(5);
        var old = _cluster.List(GroupResource.ReplicaSets).Single().Name;
        var deletions = _cluster.Client.Watch(GroupResource.ReplicaSets, afterVersion: _cluster.Cluster.Store.Version);
        var statuses = _cluster.Client.Watch(GroupResource.Deployments, afterVersion: _cluster.Cluster.Store.Version);
        _cluster.Patch(GroupResource.Deployments, "web", Image2);
        _cluster.Run(60);

        long deleted = 0;
        while (deletions.TryRead(out var change))
        {
            deleted = change.Type == Infra.Simulator.Storage.WatchEventType.Deleted && change.Item.Name == old ? change.Version : deleted;
        }

        long complete = 0;
        while (complete == 0 && statuses.TryRead(out var change))
        {
            complete =
                change.Item.Generation == 2 && GetReason(change.Item.Status, "Progressing") == "NewReplicaSetAvailable"
                    ? change.Version
                    : 0;
        }

        Assert.InRange(complete, 1, deleted - 1);
    }

    private static string? GetReason(JsonObject status, string type) =>
        status.Objects("conditions").FirstOrDefault(condition => condition.Text("type") == type).Text("reason");

    private JsonObject Status() => _cluster.Find(GroupResource.Deployments, "web")!.Status;

    // The reason of the Progressing condition and the revision at each change of either.
    private List<string> Record(Action change)
    {
        var watch = _cluster.Client.Watch(GroupResource.Deployments, afterVersion: _cluster.Cluster.Store.Version);
        change();
        _cluster.Run(60);
        var seen = new List<string>();
        while (watch.TryRead(out var one))
        {
            var state =
                $"{GetReason(one.Item.Status, "Progressing")} {one.Item.Annotations.GetValueOrDefault("deployment.kubernetes.io/revision")}";
            if (seen.LastOrDefault() != state)
            {
                seen.Add(state);
            }
        }

        return seen;
    }

    private void Create(string spec) =>
        _cluster.Create(
            GroupResource.Deployments,
            $$$"""
            {"metadata":{"name":"web","namespace":"default"},"spec":{ {{{spec}}},"selector":{"matchLabels":{"app":"web"} },
             "template":{"metadata":{"labels":{"app":"web"} },"spec":{"containers":[{"name":"a","image":"a:1"}] } } } }
            """
        );
}
