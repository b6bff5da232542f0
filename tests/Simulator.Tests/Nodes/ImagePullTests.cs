using Infra.Simulator.Nodes;
using Infra.Simulator.Nodes.Images;
using Infra.Simulator.Objects;
using Infra.Simulator.Tests.Controllers;

namespace Infra.Simulator.Tests.Nodes;

public sealed class ImagePullTests : IDisposable
{
    private readonly ControlPlaneCluster _cluster = new(new NodePoolOptions { Count = 2 });

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Pull_TakesItsTime_AndIsNeededOncePerNode()
    {
        CreatePod("a", "node-1", "IfNotPresent");
        _cluster.Run(4);
        Assert.Equal("Pending", Phase("a"));
        Assert.Equal(["Pulling image \"shop/web:1\""], _cluster.Events("Pulling"));

        _cluster.Run(2);
        Assert.Equal("Running", Phase("a"));
        Assert.Equal(
            ["Successfully pulled image \"shop/web:1\" in 5s (5s including waiting). Image size: 1048576 bytes."],
            _cluster.Events("Pulled")
        );

        CreatePod("b", "node-1", "IfNotPresent");
        _cluster.Run(1);
        Assert.Equal("Running", Phase("b"));
        Assert.Contains(
            "Container image \"shop/web:1\" already present on machine and can be accessed by the pod",
            _cluster.Events("Pulled")
        );

        CreatePod("c", "node-2", "IfNotPresent");
        _cluster.Run(1);
        Assert.Equal("Pending", Phase("c"));
    }

    [Fact]
    public void Pull_WhileTheNodePullsAnother_WaitsForItsTurn()
    {
        CreatePod("a", "node-1", "IfNotPresent", "shop/a:1");
        _cluster.Run(1);
        CreatePod("b", "node-1", "IfNotPresent", "shop/b:1");
        _cluster.RunUntil(() => Phase("b") == "Running");

        var message = _cluster.Events("Pulled").Single(text => text.Contains("shop/b:1", StringComparison.Ordinal));
        Assert.Matches(@"^Successfully pulled image ""shop/b:1"" in 5s \(8\.9\d+s including waiting\)\.", message);
    }

    [Fact]
    public void Pull_AfterCenturiesOfOthers_WaitsForItsTurn()
    {
        for (var i = 0; i < 40; i++)
        {
            CreatePod($"p-{i}", "node-1", "IfNotPresent", $"shop/a:{i}", "2562047h");
        }

        _cluster.Run(1);
        Assert.Equal("Pending", Phase("p-39"));
    }

    [Fact]
    public void Always_ImageOnTheNode_IsCompared()
    {
        CreatePod("a", "node-1", "IfNotPresent");
        _cluster.Run(6);
        CreatePod("b", "node-1", "Always");
        _cluster.Run(1);

        Assert.Equal("Running", Phase("b"));
        Assert.Contains(
            "Successfully pulled image \"shop/web:1\" in 300ms (300ms including waiting). Image size: 1048576 bytes.",
            _cluster.Events("Pulled")
        );
    }

    [Fact]
    public void Never_ImageNotOnTheNode_WaitsUntilAnotherPodBringsIt()
    {
        CreatePod("a", "node-1", "Never");
        _cluster.Run(2);

        const string Message = "Container image \"shop/web:1\" is not present with pull policy of Never";
        var waiting = _cluster.Find(GroupResource.Pods, "a")!.Status.Objects("containerStatuses").Single().Map("state", "waiting");
        Assert.Equal(("ErrImageNeverPull", Message), (waiting.Text("reason"), waiting.Text("message")));
        Assert.Equal([Message], _cluster.Events("ErrImageNeverPull"));
        Assert.Equal(["Error: ErrImageNeverPull"], _cluster.Events("Failed"));

        CreatePod("b", "node-1", "IfNotPresent");
        _cluster.Run(30);
        Assert.Equal("Running", Phase("a"));
    }

    [Fact]
    public void Node_ReportsTheImagesItHasPulled()
    {
        CreatePod("a", "node-1", "IfNotPresent");
        _cluster.Run(20);

        var image = Assert.Single(_cluster.Client.Get(GroupResource.Nodes, "", "node-1").Status.Objects("images"));
        Assert.Equal("docker.io/shop/web:1", (string?)image.Array("names")![0]);
        Assert.Equal(1048576, image.Number("sizeBytes"));
        Assert.Empty(_cluster.Client.Get(GroupResource.Nodes, "", "node-2").Status.Objects("images"));
    }

    [Theory]
    [InlineData("nginx", "docker.io/library/nginx:latest")]
    [InlineData("shop/web:1", "docker.io/shop/web:1")]
    [InlineData("ghcr.io/shop/web", "ghcr.io/shop/web:latest")]
    public void Name_IsComplete(string image, string name) => Assert.Equal(name, NodeImages.GetName(image));

    private string? Phase(string pod) => _cluster.Find(GroupResource.Pods, pod)!.Status.Text("phase");

    private void CreatePod(string name, string node, string policy, string image = "shop/web:1", string time = "5s") =>
        _cluster.Create(
            GroupResource.Pods,
            $$"""
            {"metadata":{"name":"{{name}}","namespace":"default","annotations":{"fake/pull-time":"{{time}}","fake/image-size":"1Mi"} },
             "spec":{"nodeName":"{{node}}","containers":[{"name":"c","image":"{{image}}","imagePullPolicy":"{{policy}}"}]} }
            """
        );
}
