using Infra.Simulator.Api;
using Infra.Simulator.Hosting;
using Infra.Simulator.Nodes;
using Infra.Simulator.Nodes.Faults;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Hosting;

public sealed class ClusterAdministratorTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cluster-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Fault_OfServedCluster_IsListedUntilItEnds()
    {
        await using var host = await StartAsync();
        using var administrator = ClusterAdministrator.Connect(_directory, TimeProvider.System);
        var fault = await administrator.BeginFaultAsync(FaultType.FailPulls, "a", TimeSpan.FromMinutes(1), CancellationToken.None);

        var listed = Assert.Single(await administrator.ListFaultsAsync(CancellationToken.None));
        Assert.Equal((fault.Name, FaultType.FailPulls, "a"), (listed.Name, listed.Type, listed.Target));
        Assert.NotNull(listed.Until);

        await administrator.EndFaultAsync(fault.Name, CancellationToken.None);
        Assert.Empty(await administrator.ListFaultsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Fault_OfUnknownNode_IsRefused()
    {
        await using var host = await StartAsync();
        using var administrator = ClusterAdministrator.Connect(_directory, TimeProvider.System);

        var refused = await Assert.ThrowsAsync<StatusException>(() =>
            administrator.BeginFaultAsync(FaultType.StopNode, "node-9", null, CancellationToken.None)
        );
        Assert.Equal("nodes \"node-9\" not found", refused.Message);
        Assert.Empty(host.Client.List(GroupResource.ConfigMaps, Fault.Namespace).Items);
    }

    [Fact]
    public async Task Pool_IsAddedWithItsProperties_AndRemoved()
    {
        await using var host = await StartAsync();
        using var administrator = ClusterAdministrator.Connect(_directory, TimeProvider.System);
        var pool = new NodePoolOptions
        {
            Count = 2,
            NamePrefix = "gpu-",
            Pods = 20,
            Zones = ["z"],
            Taints = ["gpu=true:NoSchedule"],
        };
        await administrator.AddPoolAsync("gpu", pool, CancellationToken.None);

        var node = host.Client.Get(GroupResource.Nodes, "", "gpu-2");
        Assert.Equal(("20", "z"), (node.Status.Text("allocatable", "pods"), node.Labels["topology.kubernetes.io/zone"]));
        Assert.Equal("NoSchedule", node.Spec.Objects("taints").First().Text("effect"));
        Assert.Equal(2, await administrator.RemovePoolAsync("gpu", CancellationToken.None));
        Assert.Empty(host.Client.List(GroupResource.Nodes).Items);
    }

    private Task<SimulatedClusterHost> StartAsync() =>
        SimulatedClusterHost.StartAsync(new SimulatedClusterOptions { Name = "test", Directory = _directory }, (_, _) => []);
}
