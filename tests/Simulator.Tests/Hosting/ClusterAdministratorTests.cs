using Infra.Simulator.Api;
using Infra.Simulator.Hosting;
using Infra.Simulator.Nodes;
using Infra.Simulator.Nodes.Faults;
using Infra.Simulator.Nodes.Pools;
using Infra.Simulator.Objects;
using Infra.Simulator.Operators;

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
    public async Task Operator_IsInstalled_AndInstalledAgain()
    {
        await using var host = await StartAsync();
        using var administrator = ClusterAdministrator.Connect(_directory, TimeProvider.System);
        var definitions = OperatorDefinitions.All.Single(candidate => candidate.Name == "rook");

        for (var time = 0; time < 2; time++)
        {
            await new OperatorAdministrator(administrator.Client).InstallAsync(definitions, CancellationToken.None);
        }

        var created = host.Client.Get(GroupResource.CustomResourceDefinitions, "", "objectbucketclaims.objectbucket.io");
        Assert.True(created.Status.HasCondition("Established"));
    }

    [Fact]
    public async Task Pool_IsAddedResizedListedAndRemoved()
    {
        await using var host = await StartAsync();
        using var administrator = ClusterAdministrator.Connect(_directory, TimeProvider.System);
        var pools = new NodePoolAdministrator(administrator.Client);
        var nodes = new NodePoolOptions
        {
            Count = 2,
            NamePrefix = "gpu-",
            Pods = 20,
            Zones = ["z"],
            Labels = new Dictionary<string, string> { ["tier"] = "gpu" },
            Taints = ["gpu=true:NoSchedule"],
            RuntimeHandlers = ["runsc"],
        };
        await pools.AddAsync(new NodePool("gpu", nodes), CancellationToken.None);
        await pools.ResizeAsync("gpu", 5, CancellationToken.None);

        var (pool, ready) = Assert.Single(await pools.ListAsync(CancellationToken.None));
        Assert.Equal(0, ready);
        Assert.Equal(NodePool.GetTemplate(nodes), pool.Template);
        Assert.Equal(("gpu", 5), (pool.Name, pool.Nodes.Count));

        await pools.RemoveAsync("gpu", CancellationToken.None);
        Assert.Empty(await pools.ListAsync(CancellationToken.None));
        Assert.Equal(
            "there is no node pool \"gpu\"",
            (await Assert.ThrowsAsync<StatusException>(() => pools.RemoveAsync("gpu", CancellationToken.None))).Message
        );
    }

    private Task<SimulatedClusterHost> StartAsync() =>
        SimulatedClusterHost.StartAsync(new SimulatedClusterOptions { Name = "test", Directory = _directory }, (_, _) => []);
}
