using Infra.Simulator.Nodes.Faults;
using Infra.Simulator.Objects;
using Infra.Simulator.Tests.Controllers;

namespace Infra.Simulator.Tests.Nodes;

/// <summary>A ConfigMap that does not describe a fault has no effect but an event that says why.</summary>
public sealed class FaultReadingTests
{
    [Theory]
    [InlineData(
        """{"type":"earthquake","target":"node-1"}""",
        "data.type: \"earthquake\" is not a fault; the faults are drain, stop-node,"
    )]
    [InlineData("""{"target":"node-1"}""", "data.type: \"\" is not a fault;")]
    [InlineData("""{"type":"drain","target":"node-1","until":"tomorrow"}""", "data.until: \"tomorrow\" is not a time")]
    public void OnChange_AnInvalidFault_IsRefusedWithAnEvent(string data, string problem)
    {
        using var cluster = new ControlPlaneCluster();
        cluster.Create(
            GroupResource.ConfigMaps,
            $$$"""{"metadata":{"name":"f","namespace":"kube-system","labels":{"{{{Fault.Label}}}":"x"}},"data":{{{data}}} }"""
        );
        cluster.Run(2);

        var found = cluster
            .Client.List(GroupResource.Events, Fault.Namespace)
            .Items.Single(one => one.Body.Text("reason") == "InvalidFault");
        Assert.StartsWith(problem, found.Body.Text("message"), StringComparison.Ordinal);
        Assert.False(cluster.Client.Get(GroupResource.Nodes, "", "node-1").Spec.ContainsKey("unschedulable"));
    }
}
