using System.Text.Json.Nodes;
using Infra.Simulator.Nodes;
using Infra.Simulator.Nodes.Pools;
using Infra.Simulator.Objects;
using Infra.Simulator.Tests.Controllers;

namespace Infra.Simulator.Tests.Nodes;

public sealed class NodePoolTests : IDisposable
{
    private static readonly NodePoolOptions _gpu = new()
    {
        Count = 2,
        Pods = 20,
        Zones = ["z"],
        Labels = new Dictionary<string, string> { ["tier"] = "gpu" },
        Taints = ["gpu=true:NoSchedule"],
    };

    private readonly ControlPlaneCluster _cluster = new(new NodePoolOptions { Count = 2 });

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Pool_Declared_HasItsNodes()
    {
        Declare("gpu", _gpu);

        Assert.True(_cluster.RunUntil(() => Names("gpu") == "gpu-1 gpu-2"));
        var node = _cluster.Client.Get(GroupResource.Nodes, "", "gpu-2");
        Assert.Equal(
            ("20", "z", "gpu"),
            (node.Status.Text("allocatable", "pods"), node.Labels["topology.kubernetes.io/zone"], node.Labels["tier"])
        );
        Assert.Equal("NoSchedule", node.Spec.Objects("taints").Single().Text("effect"));
        Assert.Equal("True", node.Status.Objects("conditions").Single(c => c.Text("type") == "Ready").Text("status"));
        Assert.Equal("node-1 node-2", Names(null));
    }

    [Fact]
    public void Pool_Shrunk_DrainsTheLastNodesWithinTheBudgets()
    {
        ShrinkUntilTheBudgetRefuses();

        Assert.Equal("gpu-1 gpu-2", Names("gpu"));
        Assert.True(_cluster.Client.Get(GroupResource.Nodes, "", "gpu-2").Spec.Flag("unschedulable"));
        Assert.False(_cluster.Find(GroupResource.Pods, "p")!.IsDeleting);

        _cluster.Client.Delete(GroupResource.PodDisruptionBudgets, "default", "p");

        Assert.True(_cluster.RunUntil(() => Names("gpu") == "gpu-1"));
        Assert.Null(_cluster.Find(GroupResource.Pods, "p"));
    }

    [Fact]
    public void Pool_GrownWhileItsNodeIsDrained_KeepsTheNode()
    {
        ShrinkUntilTheBudgetRefuses();

        Resize("gpu", 2);
        _cluster.Run(30);

        Assert.Equal("gpu-1 gpu-2", Names("gpu"));
        Assert.False(_cluster.Client.Get(GroupResource.Nodes, "", "gpu-2").Spec.Flag("unschedulable"));
    }

    [Fact]
    public void Pool_OtherProperties_ReplacesItsNodesWithoutFewerOfThem()
    {
        Declare("gpu", _gpu);
        _cluster.RunUntil(() => Names("gpu") == "gpu-1 gpu-2");

        _cluster.Client.Patch(
            GroupResource.ConfigMaps,
            NodePool.Namespace,
            NodePool.GetObjectName("gpu"),
            new JsonObject { ["data"] = new JsonObject { ["maxPods"] = "30" } }
        );
        var fewest = int.MaxValue;
        Assert.True(
            _cluster.RunUntil(() =>
            {
                var nodes = Nodes("gpu");
                fewest = Math.Min(fewest, nodes.Count);
                return nodes.Count == 2 && nodes.TrueForAll(node => node.Status.Text("allocatable", "pods") == "30");
            })
        );
        Assert.Equal(2, fewest);
    }

    [Fact]
    public void Pool_Removed_HasNoNodes_AndOtherNodesStay()
    {
        Declare("gpu", _gpu);
        _cluster.RunUntil(() => Names("gpu") == "gpu-1 gpu-2");
        _cluster.Client.Delete(GroupResource.ConfigMaps, NodePool.Namespace, NodePool.GetObjectName("gpu"));

        Assert.True(_cluster.RunUntil(() => Names("gpu").Length == 0));
        _cluster.Run(60);
        Assert.Equal("node-1 node-2", Names(null));
    }

    [Fact]
    public void DefaultPool_ResizesTheNodesOfTheStart_WhichComeBackWithoutIt()
    {
        _cluster.Create(
            GroupResource.ConfigMaps,
            """
            {"metadata":{"name":"node-pool-default","namespace":"kube-system","labels":{"simulator.infra/node-pool":"default"}},
             "data":{"size":"0"}}
            """
        );
        Assert.True(_cluster.RunUntil(() => Names(null).Length == 0));

        _cluster.Client.Delete(GroupResource.ConfigMaps, NodePool.Namespace, NodePool.GetObjectName("default"));
        Assert.True(_cluster.RunUntil(() => Names(null) == "node-1 node-2"));
    }

    [Theory]
    [InlineData("size", "many", "size: 'many' is not a whole number from 0 to 5000")]
    [InlineData("labels", "tier=spot,tier=gpu", "labels: 'tier' is given twice")]
    [InlineData("cpu", "-1", "cpu: '-1' is not a quantity; write it as 8, 500m or 32Gi")]
    public void Pool_Malformed_IsReportedAndChangesNothing(string key, string value, string problem)
    {
        Declare("gpu", _gpu);
        _cluster.RunUntil(() => Names("gpu") == "gpu-1 gpu-2");
        _cluster.Client.Patch(
            GroupResource.ConfigMaps,
            NodePool.Namespace,
            NodePool.GetObjectName("gpu"),
            new JsonObject { ["data"] = new JsonObject { [key] = value } }
        );
        _cluster.Run(5);

        Assert.Equal("gpu-1 gpu-2", Names("gpu"));
        Assert.Equal(
            [problem],
            _cluster
                .Client.List(GroupResource.Events, NodePool.Namespace)
                .Items.Where(e => e.Body.Text("reason") == "InvalidNodePool")
                .Select(e => e.Body.Text("message"))
        );
    }

    [Fact]
    public void Pod_OfARuntimeClass_NeedsANodeWithItsHandler()
    {
        Declare("plain", _gpu with { Count = 1, Taints = [], RuntimeHandlers = ["kata"] });
        Declare("safe", _gpu with { Count = 1, Taints = [], RuntimeHandlers = ["runsc"] });
        _cluster.RunUntil(() => Names("plain") == "plain-1" && Names("safe") == "safe-1");
        _cluster.Create(new GroupResource("node.k8s.io", "runtimeclasses"), """{"metadata":{"name":"gvisor"},"handler":"runsc"}""");
        foreach (var (name, node) in (ReadOnlySpan<(string, string)>)[("a", "plain-1"), ("b", "safe-1"), ("c", "node-1")])
        {
            _cluster.Create(
                GroupResource.Pods,
                $$"""
                {"metadata":{"name":"{{name}}","namespace":"default"},
                 "spec":{"nodeName":"{{node}}","runtimeClassName":"gvisor","containers":[{"name":"c","image":"i:1"}]} }
                """
            );
        }

        _cluster.Run(20);

        string Phase(string pod) => _cluster.Find(GroupResource.Pods, pod)!.Status.Text("phase")!;
        Assert.Equal(("Pending", "Running", "Running"), (Phase("a"), Phase("b"), Phase("c")));
        Assert.Equal(
            [
                "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox runtime: "
                    + "no runtime for \"runsc\" is configured",
            ],
            _cluster.Events("FailedCreatePodSandBox")
        );
    }

    private void ShrinkUntilTheBudgetRefuses()
    {
        Declare("gpu", _gpu with { Taints = [] });
        _cluster.RunUntil(() => Names("gpu") == "gpu-1 gpu-2");
        _cluster.Create(
            GroupResource.Pods,
            """
            {"metadata":{"name":"p","namespace":"default","labels":{"app":"p"}},
             "spec":{"nodeName":"gpu-2","containers":[{"name":"c","image":"i:1"}]}}
            """
        );
        _cluster.Create(
            GroupResource.PodDisruptionBudgets,
            """{"metadata":{"name":"p","namespace":"default"},"spec":{"maxUnavailable":0,"selector":{"matchLabels":{"app":"p"}}}}"""
        );
        _cluster.Run(2);
        Resize("gpu", 1);
        _cluster.Run(30);
    }

    private void Declare(string name, NodePoolOptions nodes) =>
        _cluster.Client.Create(GroupResource.ConfigMaps, new NodePool(name, nodes).ToJson());

    private void Resize(string name, int size) =>
        _cluster.Client.Patch(
            GroupResource.ConfigMaps,
            NodePool.Namespace,
            NodePool.GetObjectName(name),
            new JsonObject { ["data"] = new JsonObject { ["size"] = $"{size}" } }
        );

    private List<KubeObject> Nodes(string? pool) =>
        [.. _cluster.Client.List(GroupResource.Nodes).Items.Where(node => node.Labels.GetValueOrDefault(NodePool.Label) == pool)];

    private string Names(string? pool) => string.Join(' ', Nodes(pool).Select(node => node.Name));
}
