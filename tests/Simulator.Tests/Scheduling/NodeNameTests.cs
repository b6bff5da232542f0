using Infra.Simulator.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Tests.Controllers;

namespace Infra.Simulator.Tests.Scheduling;

/// <summary>Pods whose node affinity names their nodes, as those of DaemonSets do.</summary>
public sealed class NodeNameTests : IDisposable
{
    private readonly ControlPlaneCluster _cluster = new(new NodePoolOptions { Count = 3, Cpu = "2" });

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Schedule_TheNamedNodeIsFull_OtherNodesAreNotExamined()
    {
        // The taint is not the reason of a node that is not examined.
        _cluster.Client.Patch(
            GroupResource.Nodes,
            "",
            "node-2",
            ControlPlaneCluster.Parse("""{"spec":{"taints":[{"key":"k","effect":"NoSchedule"}]}}""")
        );
        Create("""[{"matchFields":[{"key":"metadata.name","operator":"In","values":["node-1"]}]}]""");
        _cluster.Run(2);

        var message = Assert.Single(_cluster.Events("FailedScheduling"));
        Assert.StartsWith(
            "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity].",
            message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Schedule_OneTermWithoutNames_AllNodesAreExamined()
    {
        Create(
            """
            [{"matchFields":[{"key":"metadata.name","operator":"In","values":["node-1"]}]},
             {"matchExpressions":[{"key":"kubernetes.io/hostname","operator":"In","values":["node-2"]}]}]
            """
        );
        _cluster.Run(2);

        var message = Assert.Single(_cluster.Events("FailedScheduling"));
        Assert.StartsWith(
            "0/3 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 2 Insufficient cpu.",
            message,
            StringComparison.Ordinal
        );
    }

    private void Create(string terms) =>
        _cluster.Create(
            GroupResource.Pods,
            $$$"""
            {"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"i:1",
             "resources":{"requests":{"cpu":"8"} } }],"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":
             {"nodeSelectorTerms":{{{terms}}} } } } } }
            """
        );
}
