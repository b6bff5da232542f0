using System.Text.Json.Nodes;
using Infra.Simulator.Nodes;
using Infra.Simulator.Nodes.Faults;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

public sealed class NodeLifecycleTests : IDisposable
{
    private const string Unreachable = "node.kubernetes.io/unreachable";

    private ControlPlaneCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void StoppedNode_IsUnreachableAfterItsGracePeriod_AndLosesItsPodsAfterTheirTolerations()
    {
        CreateDeployment(replicas: 6);
        Assert.True(_cluster.RunUntil(() => ReadyPods().Count == 6));
        Begin(FaultType.StopNode, "node-1");
        _cluster.Run(49);
        Assert.Equal("True", ReadyStatus("node-1"));
        _cluster.Run(2);
        Assert.Equal("Unknown", ReadyStatus("node-1"));
        Assert.Equal(["NoExecute", "NoSchedule"], Effects("node-1"));
        Assert.Contains("Node node-1 status is now: NodeNotReady", NodeEvents("NodeNotReady"));
        Assert.Equal(4, ReadyPods().Count);
        _cluster.Run(298);
        Assert.Equal(6, _cluster.List(GroupResource.Pods).Count);
        _cluster.Run(6);
        Assert.Equal(2, _cluster.List(GroupResource.Pods).Count(pod => pod.IsDeleting));
        Assert.Equal(6, ReadyPods().Count);

        End();
        _cluster.Run(5);
        Assert.Equal("True", ReadyStatus("node-1"));
        Assert.Empty(Effects("node-1"));
        Assert.Equal(6, _cluster.List(GroupResource.Pods).Count);
    }

    [Fact]
    public void StoppedNode_StartsItsContainersAgain_PartitionedNodeDoesNot()
    {
        CreateDeployment(replicas: 6);
        Assert.True(_cluster.RunUntil(() => ReadyPods().Count == 6));
        Begin(FaultType.Partition, "node-1");
        Begin(FaultType.StopNode, "node-2");
        _cluster.Run(60);
        End();
        _cluster.Run(5);
        Assert.Equal(6, ReadyPods().Count);
        Assert.Equal(
            "node-1:0,node-2:1,node-3:0",
            string.Join(
                ",",
                ReadyPods()
                    .Select(pod => $"{pod.Spec.Text("nodeName")}:{pod.Status.Objects("containerStatuses").First().Number("restartCount")}")
                    .Distinct()
                    .Order(StringComparer.Ordinal)
            )
        );
    }

    [Fact]
    public void FailedNodesOfAZone_AreTaintedOneInTenSeconds()
    {
        Restart(new NodePoolOptions { Count = 12, Zones = ["a", "b"] });
        Begin(FaultType.StopNode, "node-1");
        Begin(FaultType.StopNode, "node-3");
        Begin(FaultType.StopNode, "node-2");
        _cluster.Run(51);
        Assert.Equal(["node-1", "node-2"], Evicted());
        _cluster.Run(8);
        Assert.Equal(2, Evicted().Count);
        _cluster.Run(3);
        Assert.Equal(["node-1", "node-2", "node-3"], Evicted());
    }

    [Fact]
    public void MostOfASmallZoneFails_NoneOfItIsEvicted()
    {
        Restart(new NodePoolOptions { Count = 10, Zones = ["a", "b"] });
        foreach (var node in new[] { "node-1", "node-3", "node-5" })
        {
            Begin(FaultType.Partition, node);
        }

        _cluster.Run(120);
        Assert.Equal("Unknown", ReadyStatus("node-5"));
        // The first node failed while most of the zone was healthy.
        Assert.True(Evicted().Count <= 1, string.Join(", ", Evicted()));
    }

    [Fact]
    public void AllNodesFail_NoneIsEvicted()
    {
        Begin(FaultType.LoseZone, "a");
        Begin(FaultType.LoseZone, "b");
        Begin(FaultType.LoseZone, "c");
        _cluster.Run(120);
        Assert.Equal("Unknown", ReadyStatus("node-3"));
        Assert.Empty(Evicted());
    }

    [Fact]
    public void CordonedNode_HasTheTaint()
    {
        _cluster.Client.Patch(GroupResource.Nodes, "", "node-1", ControlPlaneCluster.Parse("""{"spec":{"unschedulable":true}}"""));
        _cluster.Run(1);
        Assert.Equal(["NoSchedule"], Effects("node-1"));
        _cluster.Client.Patch(GroupResource.Nodes, "", "node-1", ControlPlaneCluster.Parse("""{"spec":{"unschedulable":null}}"""));
        _cluster.Run(1);
        Assert.Empty(Effects("node-1"));
    }

    [Fact]
    public void Drain_RespectsTheBudget_AndEndsWithTheFault()
    {
        CreateDeployment(replicas: 3);
        _cluster.Create(
            GroupResource.PodDisruptionBudgets,
            """{"metadata":{"name":"b","namespace":"default"},"spec":{"maxUnavailable":1,"selector":{"matchLabels":{"app":"web"}}}}"""
        );
        Assert.True(_cluster.RunUntil(() => ReadyPods().Count == 3));
        Begin(FaultType.Drain, "node-1", TimeSpan.FromMinutes(2));
        var fewest = 3;
        Assert.True(
            _cluster.RunUntil(() =>
            {
                fewest = Math.Min(fewest, ReadyPods().Count);
                return ReadyPods().Count == 3 && ReadyPods().TrueForAll(pod => pod.Spec.Text("nodeName") != "node-1");
            })
        );
        Assert.Equal(2, fewest);
        Assert.True(_cluster.Client.Get(GroupResource.Nodes, "", "node-1").Spec.Flag("unschedulable"));
        _cluster.Run(121);
        Assert.False(_cluster.Client.Get(GroupResource.Nodes, "", "node-1").Spec.Flag("unschedulable"));
        Assert.DoesNotContain(_cluster.Client.List(GroupResource.ConfigMaps, Fault.Namespace).Items, one =>
            one.Labels.ContainsKey(Fault.Label)
        );
    }

    [Fact]
    public void FailProbe_MakesPodsUnready_FailPulls_KeepsNewOnesWaiting()
    {
        CreateDeployment(replicas: 2);
        Assert.True(_cluster.RunUntil(() => ReadyPods().Count == 2));
        Begin(FaultType.FailProbe, "default/web-");
        _cluster.Run(4);
        Assert.Empty(ReadyPods());
        End();
        _cluster.Run(2);
        Assert.Equal(2, ReadyPods().Count);
        Begin(FaultType.FailPulls, "registry.example/web");
        _cluster.Patch(GroupResource.Deployments, "web", """{"spec":{"replicas":3}}""");
        _cluster.Run(2);
        Assert.Equal(2, ReadyPods().Count);
        Assert.Contains(_cluster.List(GroupResource.Pods), pod =>
            pod.Status.Objects("containerStatuses").Any(one => one.Text("state", "waiting", "reason") == "ImagePullBackOff")
        );
        End();
        _cluster.Run(2);
        Assert.Equal(3, ReadyPods().Count);
    }

    private void Restart(NodePoolOptions nodes)
    {
        _cluster.Dispose();
        _cluster = new ControlPlaneCluster(nodes);
    }

    private void CreateDeployment(int replicas)
    {
        _cluster.Create(
            GroupResource.Deployments,
            """
            {"metadata":{"name":"web","namespace":"default"},"spec":{"replicas":0,"selector":{"matchLabels":{"app":"web"}},
            "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"web","image":"registry.example/web:1",
            "readinessProbe":{"httpGet":{"port":80},"periodSeconds":1}}]}}}}
            """
        );
        _cluster.Patch(GroupResource.Deployments, "web", $"{{\"spec\":{{\"replicas\":{replicas}}}}}");
    }

    private void Begin(FaultType type, string target, TimeSpan? duration = null)
    {
        var name = $"{Fault.GetName(type)}-{target.Replace('/', '.').TrimEnd('-')}";
        _cluster.Client.Create(
            GroupResource.ConfigMaps,
            new Fault(name, type, target, duration is null ? null : _cluster.Clock.GetUtcNow() + duration).ToJson()
        );
        _cluster.Run(0.1);
    }

    private void End()
    {
        foreach (
            var fault in _cluster
                .Client.List(GroupResource.ConfigMaps, Fault.Namespace)
                .Items.Where(one => one.Labels.ContainsKey(Fault.Label))
        )
        {
            _cluster.Client.Delete(GroupResource.ConfigMaps, Fault.Namespace, fault.Name);
        }
    }

    private List<KubeObject> ReadyPods() =>
        [
            .. _cluster
                .List(GroupResource.Pods)
                .Where(pod =>
                    !pod.IsDeleting
                    && pod.Status.Objects("conditions").Any(one => one.Text("type") == "Ready" && one.Text("status") == "True")
                ),
        ];

    private string? ReadyStatus(string node) =>
        _cluster
            .Client.Get(GroupResource.Nodes, "", node)
            .Status.Objects("conditions")
            .First(one => one.Text("type") == "Ready")
            .Text("status");

    private List<string> Effects(string node) =>
        [
            .. _cluster
                .Client.Get(GroupResource.Nodes, "", node)
                .Spec.Objects("taints")
                .Select(taint => taint.Text("effect")!)
                .Order(StringComparer.Ordinal),
        ];

    private List<string> Evicted() =>
        [
            .. _cluster
                .Client.List(GroupResource.Nodes)
                .Items.Where(node =>
                    node.Spec.Objects("taints").Any(taint => taint.Text("key") == Unreachable && taint.Text("effect") == "NoExecute")
                )
                .Select(node => node.Name)
                .Order(StringComparer.Ordinal),
        ];

    private IEnumerable<string> NodeEvents(string reason) =>
        _cluster.List(GroupResource.Events).Where(one => one.Body.Text("reason") == reason).Select(one => one.Body.Text("message") ?? "");
}
