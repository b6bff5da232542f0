using System.Text.Json.Nodes;
using Engine.Tests.Support;
using Infra.Engine.Docker;
using Infra.Engine.Events;
using Infra.Engine.Json;
using Infra.Engine.Operations;
using Infra.Protocol.Values;

namespace Engine.Tests.Docker.Real;

/// <summary>Containers, networks and volumes on a real engine.</summary>
public sealed class RealContainerTests : IClassFixture<RealEngine>, IDisposable
{
    private readonly RealEngine _engine;
    private readonly TestStack _stack = new(provider: new DockerProviderFactory());

    public RealContainerTests(RealEngine engine)
    {
        _engine = engine;
        _stack.Variables["DOCKER_HOST"] = engine.Address;
    }

    public void Dispose() => _stack.Dispose();

    [EngineFact]
    public async Task Up_AHealthyContainerWithNetworkVolumeAndUploads_RunsAndDestroyLeavesNothing()
    {
        var content = "first";
        Task Program(ProgramClient program) => ShopAsync(program, content, memory: 64);

        Assert.Equal(OperationResult.Succeeded, (await _stack.UpAsync(Program)).Result);
        Assert.Empty(_stack.AllErrors);
        Assert.Equal(["create data", "create net", "create web"], _stack.Steps.Order());
        var web = _stack.State.Resources.Single(resource => resource.Urn.Name == "web");
        var live = await InspectAsync(web.Id);
        Assert.Equal("healthy", live.Map("State")!.Map("Health")!.Text("Status"));
        Assert.Equal("172.31.77.9", live.Map("NetworkSettings")!.Map("Networks")!.Map("shop-net")!.Text("IPAddress"));
        Assert.Equal(64 << 20, live.Map("HostConfig")!.Integer("Memory"));

        Assert.False((await _stack.UpAsync(Program)).HasChanges);

        Assert.Equal(OperationResult.Succeeded, (await _stack.UpAsync(program => ShopAsync(program, content, memory: 96))).Result);
        Assert.Contains("update web", _stack.Steps);
        Assert.Equal(96 << 20, (await InspectAsync(web.Id)).Map("HostConfig")!.Integer("Memory"));

        content = "second";
        Assert.Equal(OperationResult.Succeeded, (await _stack.UpAsync(program => ShopAsync(program, content, memory: 96))).Result);
        Assert.Contains("replace web", _stack.Steps);
        Assert.Null(await _engine.Client.FindAsync($"/containers/{web.Id}/json", CancellationToken.None));

        Assert.Equal(OperationResult.Succeeded, (await _stack.DestroyAsync()).Result);
        Assert.Empty(await _engine.ListObjectsAsync());
    }

    [EngineFact]
    public async Task Refresh_AfterChangesByOthers_IsRepairedByTheNextUpdate()
    {
        static Task Program(ProgramClient program) =>
            program.ContainerAsync("drift", Isolated(Sleeping("drift")).SetItem("memory", 64).SetItem("restart", "unless-stopped"));
        await _stack.UpAsync(Program);
        var id = _stack.State.Resources.Single(resource => resource.Urn.Name == "drift").Id;
        await _engine.Client.PostAsync(
            $"/containers/{id}/update",
            new() { ["Memory"] = 128 << 20, ["MemorySwap"] = 256 << 20 },
            CancellationToken.None
        );
        await _engine.Client.PostAsync($"/containers/{id}/stop?t=0", null, CancellationToken.None);

        await _stack.RefreshAsync();
        Assert.Equal(OperationResult.Succeeded, (await _stack.UpAsync(Program)).Result);

        Assert.Equal(["update drift"], _stack.Steps);
        var live = await InspectAsync(id);
        Assert.Equal(64 << 20, live.Map("HostConfig")!.Integer("Memory"));
        Assert.True(live.Map("State")!.Flag("Running"));
        await _stack.DestroyAsync();
    }

    [EngineFact]
    public async Task Up_AContainerThatWasRemovedByOthers_IsCreatedAgainAfterARefresh()
    {
        static Task Program(ProgramClient program) => program.ContainerAsync("gone", Isolated(Sleeping("gone")));
        await _stack.UpAsync(Program);
        var id = _stack.State.Resources.Single(resource => resource.Urn.Name == "gone").Id;
        await _engine.Client.DeleteAsync($"/containers/{id}?force=1", CancellationToken.None);

        await _stack.RefreshAsync();
        await _stack.UpAsync(Program);

        Assert.Equal(["create gone"], _stack.Steps);
        await _stack.DestroyAsync();
    }

    [EngineFact]
    public async Task Up_AContainerThatDiesAtItsStart_ReportsItsLastLinesAndTheNextUpdateReplacesIt()
    {
        var outcome = await _stack.UpAsync(program =>
            program.ContainerAsync("dying", Isolated(Running("dying", "echo no database >&2; exit 3")))
        );

        Assert.Equal(OperationResult.Failed, outcome.Result);
        var error = Assert.Single(_stack.Errors, error => error.Contains("exit code 3", StringComparison.Ordinal));
        Assert.Contains("no database", error, StringComparison.Ordinal);
        Assert.Contains(_stack.State.Resources, resource => resource.Urn.Name == "dying");

        Assert.Equal(
            OperationResult.Succeeded,
            (await _stack.UpAsync(program => program.ContainerAsync("dying", Isolated(Sleeping("dying"))))).Result
        );
        await _stack.DestroyAsync();
    }

    [EngineFact]
    public async Task Up_AnUnhealthyContainer_ReportsTheLastOutputOfItsHealthCheck()
    {
        var inputs = Isolated(Sleeping("sick"))
            .SetItem("wait", true)
            .SetItem("waitTimeout", 2)
            .SetItem("healthcheck", Check("echo the disk is full; exit 1"));

        var outcome = await _stack.UpAsync(program => program.ContainerAsync("sick", inputs));

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Contains(_stack.Errors, error => error.Contains("the disk is full", StringComparison.Ordinal));
        await _stack.DestroyAsync();
        Assert.Empty(await _engine.ListObjectsAsync());
    }

    [EngineFact]
    public async Task Up_AnAttachedContainer_CollectsItsLogs()
    {
        var logs = "";
        var outcome = await _stack.UpAsync(async program =>
        {
            var inputs = Isolated(Running("task", "echo out; echo err >&2"))
                .SetItem("attach", true)
                .SetItem("logs", true)
                .SetItem("mustRun", false);
            logs = (await program.ContainerAsync("task", inputs)).Outputs.Text("containerLogs");
        });

        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Equal(["err", "out"], logs.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
        await _stack.DestroyAsync();
    }

    [EngineFact]
    public async Task Up_APortThatIsTaken_NamesItAndLeavesNothing()
    {
        static Task OtherAsync(ProgramClient program, string name, string net) =>
            program.ContainerAsync(
                name,
                Sleeping(name)
                    .SetItem("networksAdvanced", DockerProgram.Objects(PropertyMap.Create(("name", net))))
                    .SetItem("ports", DockerProgram.Objects(PropertyMap.Create(("internal", 80), ("external", 38471), ("ip", "127.0.0.1"))))
            );
        var outcome = await _stack.UpAsync(async program =>
        {
            var net = (await program.NetworkAsync("ports", PropertyMap.Create(("name", "ports")))).Outputs.Text("name");
            await OtherAsync(program, "one", net);
            await OtherAsync(program, "two", net);
        });

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Contains(_stack.Errors, error =>
            error.Contains("port is already allocated", StringComparison.Ordinal)
            && error.Contains("creating the container two", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(_stack.State.Resources, resource => resource.Urn.Name == "two");
        Assert.DoesNotContain("/two", await _engine.ListObjectsAsync());
        await _stack.DestroyAsync();
        Assert.Empty(await _engine.ListObjectsAsync());
    }

    private static async Task ShopAsync(ProgramClient program, string content, double memory)
    {
        var network = await program.NetworkAsync(
            "net",
            PropertyMap.Create(
                ("name", "shop-net"),
                ("ipamConfigs", DockerProgram.Objects(PropertyMap.Create(("subnet", "172.31.77.0/24"))))
            )
        );
        var volume = await program.VolumeAsync("data", PropertyMap.Create(("name", "shop-data")));
        var inputs = Running("web", "cat /etc/shop/config; cat /data/seed; exec sleep 1000")
            .SetItem("memory", memory)
            .SetItem("wait", true)
            .SetItem("healthcheck", Check("test -f /etc/shop/config && test -f /data/seed"))
            .SetItem(
                "networksAdvanced",
                DockerProgram.Objects(
                    PropertyMap.Create(
                        ("name", network.Outputs.Text("name")),
                        ("ipv4Address", "172.31.77.9"),
                        ("aliases", DockerProgram.List("shop"))
                    )
                )
            )
            .SetItem(
                "volumes",
                DockerProgram.Objects(PropertyMap.Create(("volumeName", volume.Outputs.Text("name")), ("containerPath", "/data")))
            )
            .SetItem(
                "uploads",
                DockerProgram.Objects(
                    PropertyMap.Create(("file", "/etc/shop/config"), ("content", content), ("permissions", "0600")),
                    PropertyMap.Create(("file", "/data/seed"), ("contentBase64", "c2VlZA=="))
                )
            );
        await program.ContainerAsync("web", inputs, network, volume);
    }

    private Task<JsonObject> InspectAsync(string id) => _engine.Client.GetAsync($"/containers/{id}/json", CancellationToken.None);

    private static PropertyMap Sleeping(string name) => Running(name, "exec sleep 1000");

    /// <summary>The engine of the tests has no default network.</summary>
    private static PropertyMap Isolated(PropertyMap inputs) => inputs.SetItem("networkMode", "none");

    private static PropertyMap Running(string name, string script) =>
        PropertyMap.Create(("name", name), ("image", "busybox:test"), ("command", DockerProgram.List("/bin/sh", "-c", script)));

    private static PropertyObject Check(string script) =>
        new PropertyObject(
            PropertyMap.Create(
                ("tests", DockerProgram.List("CMD", "/bin/sh", "-c", script)),
                ("interval", "1s"),
                ("timeout", "5s"),
                ("retries", 1)
            )
        );
}
