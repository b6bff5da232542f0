using Engine.Tests.Support;
using Infra.Engine.Events;
using Infra.Engine.Json;
using Infra.Engine.Operations;
using Infra.Protocol.Values;

namespace Engine.Tests.Docker.Resources;

public sealed class ContainerTests : DockerStack
{
    private static readonly PropertyMap Web = PropertyMap.Create(("name", "web"), ("image", "app:1"));

    public static TheoryData<string, string, object> ReplacedBy =>
        new()
        {
            { "image", "text", "app:2" },
            { "command", "list", "/other" },
            { "envs", "list", "A=1" },
            { "healthcheck", "check", "5s" },
            { "tmpfs", "map", "/run" },
            { "init", "flag", true },
            { "cpuPeriod", "number", 1000d },
            { "cpuQuota", "number", 2000d },
            { "privileged", "flag", true },
        };

    [Theory]
    [MemberData(nameof(ReplacedBy))]
    public async Task Update_WhatNoEngineChanges_Replaces(string property, string kind, object value)
    {
        Engine.Objects.Images["app:2"] = Fakes.FakeObjects.Image("app:2", '2');
        await SucceedAsync(program => program.ContainerAsync("web", Web));

        await SucceedAsync(program => program.ContainerAsync("web", Web.SetItem(property, Value(kind, value))));

        Assert.Contains("replace web", Stack.Steps);
        Assert.DoesNotContain(Engine.Changes, change => change.EndsWith("/update", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("memory", 64, "Memory", 64 << 20)]
    [InlineData("memoryReservation", 32, "MemoryReservation", 32 << 20)]
    [InlineData("cpuShares", 512, "CpuShares", 512)]
    public async Task Update_ALimit_IsInPlace(string property, double value, string member, long expected)
    {
        await SucceedAsync(program => program.ContainerAsync("web", Web));

        await SucceedAsync(program => program.ContainerAsync("web", Web.SetItem(property, value)));

        Assert.Equal(["update web"], Stack.Steps);
        Assert.Equal(expected, Engine.Objects.Containers.Values.Single().Map("HostConfig")!.Integer(member));
    }

    [Fact]
    public async Task Update_ARemovedLimit_Replaces()
    {
        await SucceedAsync(program => program.ContainerAsync("web", Web.SetItem("memory", 64)));

        await SucceedAsync(program => program.ContainerAsync("web", Web));

        Assert.Contains("replace web", Stack.Steps);
    }

    [Fact]
    public async Task Update_OfARestartPolicyOnPodman_Replaces()
    {
        Engine.IsPodman = true;
        Engine.ApiVersion = "1.41";
        await SucceedAsync(program => program.ContainerAsync("web", Web));

        await SucceedAsync(program => program.ContainerAsync("web", Web.SetItem("restart", "always")));

        Assert.Contains("replace web", Stack.Steps);
    }

    [Theory]
    [InlineData("mustRun", false)]
    [InlineData("removeVolumes", false)]
    public async Task Update_OfAnOperation_TouchesNoContainer(string property, bool value)
    {
        await SucceedAsync(program => program.ContainerAsync("web", Web));
        var before = Engine.Changes.Count();

        await SucceedAsync(program => program.ContainerAsync("web", Web.SetItem(property, value)));

        Assert.Equal(["update web"], Stack.Steps);
        Assert.Equal(before, Engine.Changes.Count());
    }

    [Fact]
    public async Task Update_DefaultsOrderAndSpelling_ChangeNothing()
    {
        var inputs = Web.SetItem("envs", DockerProgram.List("A=1", "B=2"))
            .SetItem("capabilities", PropertyMap.Create(("adds", DockerProgram.List("NET_ADMIN"))))
            .SetItem("ports", DockerProgram.Objects(PropertyMap.Create(("internal", 80), ("external", 8080))))
            .SetItem("healthcheck", PropertyMap.Create(("tests", DockerProgram.List("CMD", "true")), ("interval", "60s")));
        await SucceedAsync(program => program.ContainerAsync("web", inputs));

        await SucceedAsync(program =>
            program.ContainerAsync(
                "web",
                inputs
                    .SetItem("envs", DockerProgram.List("B=2", "A=1"))
                    .SetItem("restart", "no")
                    .SetItem("capabilities", PropertyMap.Create(("adds", DockerProgram.List("CAP_NET_ADMIN"))))
                    .SetItem(
                        "ports",
                        DockerProgram.Objects(
                            PropertyMap.Create(("internal", 80), ("external", 8080), ("ip", "0.0.0.0"), ("protocol", "tcp"))
                        )
                    )
                    .SetItem("healthcheck", PropertyMap.Create(("tests", DockerProgram.List("CMD", "true")), ("interval", "1m0s")))
            )
        );

        Assert.Equal(["same web"], Stack.Steps);
    }

    [Theory]
    [InlineData("1.41")]
    [InlineData("1.44")]
    [InlineData("1.47")]
    [InlineData("1.51")]
    [InlineData("1.52")]
    [InlineData("1.53")]
    [InlineData("1.55")]
    [InlineData("1.60")]
    public async Task UpUpdateAndDestroy_OnEveryVersion_Work(string version)
    {
        Engine.ApiVersion = version;
        Engine.OldestVersion = version == "1.41" ? "1.12" : "1.44";
        static Task Program(ProgramClient program, double memory) =>
            ContainerInNetworkAsync(program, Web.SetItem("memory", memory).SetItem("init", true));

        await SucceedAsync(program => Program(program, 64));
        await SucceedAsync(program => Program(program, 96));
        await Stack.RefreshAsync();
        await SucceedAsync(program => Program(program, 96));
        Assert.Equal(["same net", "same web"], Stack.Steps.Order());
        Assert.Equal(OperationResult.Succeeded, (await Stack.DestroyAsync()).Result);

        Assert.Empty(Engine.Objects.Containers);
        Assert.Empty(Engine.Objects.Networks);
    }

    [Fact]
    public async Task Create_SecretsOfInputs_StaySecretInTheState()
    {
        await SucceedAsync(program =>
            program.ContainerAsync(
                "web",
                Web.SetItem("envs", new PropertyArray([new PropertySecret("PASSWORD=hunter22")])).SetItem("mustRun", false)
            )
        );

        Assert.DoesNotContain("hunter22", await File.ReadAllTextAsync(Stack.StateFile), StringComparison.Ordinal);
        Assert.Equal("PASSWORD=hunter22", Engine.Body("/containers/create").Texts("Env").Single());
    }

    [Fact]
    public async Task Preview_AnImageThatIsNotKnownYet_ShowsTheContainersReplacement()
    {
        Engine.Objects.Registry["app:2"] = Fakes.FakeObjects.Image("app:2", '2');
        static async Task Program(ProgramClient program, string image)
        {
            var remote = await program.RemoteImageAsync("image", PropertyMap.Create(("name", image)));
            await program.ContainerAsync("web", Web.SetItem("image", remote.Outputs["imageId"]), remote);
        }

        Engine.Objects.Images[Engine.Objects.Images["app:1"].Text("Id")!] = Engine.Objects.Images["app:1"];
        await SucceedAsync(program => Program(program, "app:1"));
        var before = Engine.Changes.Count();

        await Stack.PreviewAsync(program => Program(program, "app:2"));

        Assert.Contains("replace web", Stack.Steps);
        Assert.Contains("replace image", Stack.Steps);
        Assert.Equal(before, Engine.Changes.Count());
    }

    [Fact]
    public async Task Create_Uploads_ArePutBeforeTheStart()
    {
        await SucceedAsync(program =>
            program.ContainerAsync(
                "web",
                Web.SetItem("uploads", DockerProgram.Objects(PropertyMap.Create(("file", "/etc/app"), ("content", "x"))))
            )
        );

        Assert.Equal(["create", "archive", "start", "wait"], Engine.Changes.Select(change => change[(change.LastIndexOf('/') + 1)..]));
    }

    [Fact]
    public async Task Delete_WithGrace_StopsBeforeItRemoves()
    {
        await SucceedAsync(program => program.ContainerAsync("web", Web.SetItem("destroyGraceSeconds", 30)));

        await Stack.DestroyAsync();

        var last = Engine.Requests.Where(request => request.Method != "GET").TakeLast(2).ToList();
        Assert.EndsWith("/stop", last[0].Path, StringComparison.Ordinal);
        Assert.Equal("30", last[0].Query["t"]);
        Assert.Equal(("DELETE", "1"), (last[1].Method, last[1].Query["v"]));
    }

    [Fact]
    public async Task Import_AContainer_LeavesOutWhatItsImageSays()
    {
        var inputs = Web.SetItem("memory", 64).SetItem("envs", DockerProgram.List("A=1")).SetItem("restart", "always");
        await SucceedAsync(program => program.ContainerAsync("web", inputs));
        var id = Resource("web").Id;
        await SucceedAsync(_ => Task.CompletedTask);
        Engine.Objects.Containers[id] = Engine.Objects.Deleted[id];

        await SucceedAsync(program =>
            program.RegisterAsync("docker:index/container:Container", "web", inputs, configure: request => request.ImportId = id)
        );

        Assert.Equal(["import web"], Stack.Steps);
    }

    [Fact]
    public async Task Up_AllProblemsOfInputs_AreReportedAtOnce()
    {
        await Stack.UpAsync(program =>
            program.ContainerAsync(
                "web",
                Web.SetItem("restart", "sometimes")
                    .SetItem("cpus", "many")
                    .SetItem("uploads", DockerProgram.Objects(PropertyMap.Create(("file", "/a"), ("content", "x"), ("source", "y"))))
            )
        );

        Assert.Contains(Stack.Errors, error => error.Contains("'sometimes' is not one of", StringComparison.Ordinal));
        Assert.Contains(Stack.Errors, error => error.Contains("'many' is not a number of cores", StringComparison.Ordinal));
        Assert.Contains(Stack.Errors, error => error.Contains("exactly one of content", StringComparison.Ordinal));
    }

    private static async Task ContainerInNetworkAsync(ProgramClient program, PropertyMap inputs)
    {
        var network = await program.NetworkAsync("net", PropertyMap.Create(("name", "shop")));
        await program.ContainerAsync(
            "web",
            inputs.SetItem("networksAdvanced", DockerProgram.Objects(PropertyMap.Create(("name", network.Outputs["name"])))),
            network
        );
    }

    private static PropertyValue Value(string kind, object value) =>
        kind switch
        {
            "list" => DockerProgram.List((string)value),
            "map" => PropertyMap.Create(((string)value, "")),
            "check" => PropertyMap.Create(("tests", DockerProgram.List("CMD", "true")), ("interval", (string)value)),
            "flag" => (bool)value,
            "number" => (double)value,
            _ => (string)value,
        };
}
