using Engine.Tests.Support;
using Infra.Engine.Events;
using Infra.Engine.Json;
using Infra.Engine.Operations;
using Infra.Protocol.Values;

namespace Engine.Tests.Docker.Resources;

public sealed class NetworkAndVolumeTests : DockerStack
{
    [Fact]
    public async Task Up_NetworkAndVolumeWithoutNames_GetAutomaticOnesThatStay()
    {
        static async Task Program(ProgramClient program)
        {
            await program.NetworkAsync("net", PropertyMap.Empty);
            await program.VolumeAsync("data", PropertyMap.Empty);
        }

        await SucceedAsync(Program);
        await SucceedAsync(Program);

        Assert.Equal(["same data", "same net"], Stack.Steps.Order());
        Assert.Matches("^net-[0-9a-f]{7}$", Resource("net").Outputs.Text("name"));
        Assert.Equal(Resource("data").Id, Resource("data").Outputs.Text("name"));
        Assert.Equal("local", Resource("net").Outputs.Text("scope"));
    }

    [Fact]
    public async Task Create_ANetwork_SendsAllItsSettings()
    {
        var inputs = PropertyMap.Create(
            ("name", "shop"),
            ("internal", true),
            ("labels", DockerProgram.Objects(PropertyMap.Create(("label", "team"), ("value", "shop")))),
            ("options", PropertyMap.Create(("com.docker.network.bridge.name", "br-shop"))),
            (
                "ipamConfigs",
                DockerProgram.Objects(PropertyMap.Create(("subnet", "10.9.0.0/24"), ("gateway", "10.9.0.1"), ("ipRange", "10.9.0.0/25")))
            )
        );

        await SucceedAsync(program => program.NetworkAsync("net", inputs));

        var body = Engine.Body("/networks/create");
        Assert.True(body.Flag("Internal"));
        Assert.Equal("shop", body.Map("Labels")!.Text("team"));
        Assert.Equal("br-shop", body.Map("Options")!.Text("com.docker.network.bridge.name"));
        var pool = body.Map("IPAM")!.Objects("Config").Single();
        Assert.Equal(("10.9.0.0/24", "10.9.0.1", "10.9.0.0/25"), (pool.Text("Subnet"), pool.Text("Gateway"), pool.Text("IPRange")));
    }

    [Fact]
    public async Task Update_ANetworkWithAFixedName_DeletesTheOldOneFirst()
    {
        await SucceedAsync(program => program.NetworkAsync("net", PropertyMap.Create(("name", "shop"))));

        await SucceedAsync(program => program.NetworkAsync("net", PropertyMap.Create(("name", "shop"), ("internal", true))));

        var first = Engine.Changes.Where(change => change.StartsWith("DELETE", StringComparison.Ordinal)).Single();
        Assert.Equal(["POST /networks/create", first, "POST /networks/create"], Engine.Changes);
    }

    [Fact]
    public async Task Update_OnlyDefaultsAndOrder_ChangesNothing()
    {
        static PropertyValue Labels(params string[] names) =>
            DockerProgram.Objects([.. names.Select(name => PropertyMap.Create(("label", name), ("value", "1")))]);
        await SucceedAsync(program => program.NetworkAsync("net", PropertyMap.Create(("name", "shop"), ("labels", Labels("a", "b")))));

        await SucceedAsync(program =>
            program.NetworkAsync(
                "net",
                PropertyMap.Create(("name", "shop"), ("driver", "bridge"), ("ipv6", false), ("labels", Labels("b", "a")))
            )
        );

        Assert.Equal(["same net"], Stack.Steps);
    }

    [Fact]
    public async Task Create_AVolumeWhoseNameIsTaken_IsRefusedWithTheCure()
    {
        Engine.Objects.Volumes["data"] = new() { ["Name"] = "data", ["Driver"] = "local" };

        var error = await FailAsync(program => program.VolumeAsync("data", PropertyMap.Create(("name", "data"))));

        Assert.Contains("creating the volume data: a volume named data already exists", error, StringComparison.Ordinal);
        Assert.Contains("import it", error, StringComparison.Ordinal);
        Assert.True(Engine.Objects.Volumes.ContainsKey("data"));
    }

    [Fact]
    public async Task Import_AVolume_TakesItsSettings()
    {
        Engine.Objects.Volumes["data"] = new()
        {
            ["Name"] = "data",
            ["Driver"] = "local",
            ["Mountpoint"] = "/volumes/data",
            ["Labels"] = new System.Text.Json.Nodes.JsonObject { ["team"] = "shop" },
        };

        var inputs = PropertyMap.Create(
            ("name", "data"),
            ("labels", DockerProgram.Objects(PropertyMap.Create(("label", "team"), ("value", "shop"))))
        );
        await SucceedAsync(program =>
            program.RegisterAsync("docker:index/volume:Volume", "data", inputs, configure: request => request.ImportId = "data")
        );
        await SucceedAsync(program => program.VolumeAsync("data", inputs));

        Assert.Equal(["same data"], Stack.Steps);
        Assert.Empty(Engine.Changes);
    }

    [Fact]
    public async Task Delete_ANetworkInUse_WaitsUntilItIsFree()
    {
        await SucceedAsync(program => program.NetworkAsync("net", PropertyMap.Create(("name", "shop"))));
        var attempts = 0;
        Engine.Fault = request =>
            request.Method == "DELETE" && ++attempts < 3
                ? (403, "error while removing network: network shop id 1 has active endpoints")
                : null;

        Assert.Equal(OperationResult.Succeeded, (await Stack.DestroyAsync()).Result);

        Assert.Equal(3, attempts);
        Assert.Empty(Engine.Objects.Networks);
    }

    [Fact]
    public async Task Refresh_AVolumeThatIsGone_IsForgotten()
    {
        await SucceedAsync(program => program.VolumeAsync("data", PropertyMap.Create(("name", "data"))));
        Engine.Objects.Volumes.Clear();

        await Stack.RefreshAsync();

        Assert.DoesNotContain(Stack.State.Resources, resource => resource.Urn.Name == "data");
    }

    [Fact]
    public async Task Up_AWrongType_NamesPropertyAndCure()
    {
        await Stack.UpAsync(program =>
            program.NetworkAsync("net", PropertyMap.Create(("internal", "yes"), ("subnet", "10.0.0.0/8"), ("name", "x")))
        );

        Assert.Contains(Stack.Errors, error => error.Contains("is not true or false", StringComparison.Ordinal));
        Assert.Contains(Stack.Errors, error => error.Contains("there is no such property", StringComparison.Ordinal));
        Assert.Empty(Engine.Changes);
    }
}
