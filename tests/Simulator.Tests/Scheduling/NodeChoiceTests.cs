using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Tests.Controllers;

namespace Infra.Simulator.Tests.Scheduling;

public sealed class NodeChoiceTests : IDisposable
{
    private readonly ControlPlaneCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Pods_OfALargeImage_GoToTheNodeThatHasIt()
    {
        var node = _cluster.Client.Find(GroupResource.Nodes, "", "node-2")!.Copy();
        node.GetOrAddObject("status")["images"] = JsonNode.Parse(
            """[{"names":["registry.example.com/app:latest"],"sizeBytes":2000000000}]"""
        );
        _cluster.Client.UpdateStatus(GroupResource.Nodes, node);
        _cluster.Run(1);

        for (var number = 0; number < 4; number++)
        {
            CreatePod($"p{number}", "{\"containers\":[{\"name\":\"c\",\"image\":\"registry.example.com/app\"}]}");
        }

        _cluster.Run(5);
        Assert.All(_cluster.List(GroupResource.Pods), pod => Assert.Equal("node-2", pod.Spec.Text("nodeName")));
    }

    [Fact]
    public void Pod_ClaimForOnePodInUse_WaitsUntilTheOtherPodIsGone()
    {
        const string User =
            "{\"containers\":[{\"name\":\"c\",\"image\":\"i:1\"}],"
            + "\"volumes\":[{\"name\":\"data\",\"persistentVolumeClaim\":{\"claimName\":\"data\"}}]}";
        _cluster.Create(
            GroupResource.PersistentVolumeClaims,
            """
            {"metadata":{"name":"data","namespace":"default"},
             "spec":{"accessModes":["ReadWriteOncePod"],"resources":{"requests":{"storage":"1Gi"} } } }
            """
        );
        CreatePod("first", User);
        _cluster.Run(5);
        CreatePod("second", User);
        _cluster.Run(5);

        var second = _cluster.Find(GroupResource.Pods, "second")!;
        Assert.Null(second.Spec.Text("nodeName"));
        Assert.StartsWith(
            "0/3 nodes are available: 3 node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode.",
            second.Status.Objects("conditions").Single().Text("message")
        );

        _cluster.Client.Delete(GroupResource.Pods, "default", "first", new());

        Assert.True(_cluster.RunUntil(() => _cluster.Find(GroupResource.Pods, "second")!.Spec.Text("nodeName") is not null));
    }

    private void CreatePod(string name, string spec) =>
        _cluster.Create(GroupResource.Pods, $$"""{"metadata":{"name":"{{name}}","namespace":"default"},"spec":{{spec}}}""");
}
