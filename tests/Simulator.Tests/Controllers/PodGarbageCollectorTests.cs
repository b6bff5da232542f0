using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

public sealed class PodGarbageCollectorTests : IDisposable
{
    private readonly ControlPlaneCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Pod_OfADeletedNode_IsFailedForADisruptionAndDeleted()
    {
        _cluster.Create(
            GroupResource.Pods,
            """
            {"metadata":{"name":"p","namespace":"default","finalizers":["example.com/hold"]},
             "spec":{"nodeName":"node-1","containers":[{"name":"c","image":"i"}] } }
            """
        );
        _cluster.Run(5);

        _cluster.Client.Delete(GroupResource.Nodes, "", "node-1", new DeleteOptions());
        _cluster.Run(5);

        var pod = _cluster.Find(GroupResource.Pods, "p")!;
        Assert.True(pod.IsDeleting);
        Assert.Equal("Failed", pod.Status.Text("phase"));
        var condition = pod.Status.Objects("conditions").Single(one => one.Text("type") == "DisruptionTarget");
        Assert.Equal(
            ("True", "DeletionByPodGC", "PodGC: node no longer exists", pod.Status.Number("observedGeneration")),
            (condition.Text("status"), condition.Text("reason"), condition.Text("message"), condition.Number("observedGeneration"))
        );
    }
}
