using Engine.Tests.Support;
using Infra.Engine.Docker;
using Infra.Engine.Events;
using Infra.Engine.Json;
using Infra.Protocol.Values;

namespace Engine.Tests.Docker.Real;

/// <summary>Builds, pushes and pulls with a real engine and registry.</summary>
public sealed class RealImageTests : IClassFixture<RealEngine>, IDisposable
{
    private readonly RealEngine _engine;
    private readonly TestStack _stack = new(provider: new DockerProviderFactory());

    public RealImageTests(RealEngine engine)
    {
        _engine = engine;
        _stack.Variables["DOCKER_HOST"] = engine.Address;
        Directory.CreateDirectory(Path.Combine(_stack.Folder, "app"));
        Write(
            "Dockerfile",
            "FROM busybox:test\nARG GREETING=none\nLABEL greeting=$GREETING\nCOPY . /app/\nCMD [\"cat\", \"/app/content\"]\n"
        );
        Write("content", "first\n");
        Write(".dockerignore", "*.log\n!kept.log\n");
        Write("a.log", "not part of the image");
    }

    public void Dispose() => _stack.Dispose();

    [EngineFact]
    public async Task Up_AnImage_IsBuiltPushedAndDeployedByDigest()
    {
        var digest = "";
        var logs = "";
        async Task Program(ProgramClient program)
        {
            var image = await program.ImageAsync("image", Image());
            digest = image.Outputs.Text("repoDigest");
            var inputs = PropertyMap.Create(
                ("name", "app"),
                ("image", image.Outputs["repoDigest"]),
                ("networkMode", "none"),
                ("attach", true),
                ("logs", true),
                ("mustRun", false)
            );
            logs = (await program.ContainerAsync("app", inputs, image)).Outputs.Text("containerLogs");
        }

        await SucceedAsync(Program);
        Assert.Matches($"^{_engine.Registry}/shop/app@sha256:[0-9a-f]{{64}}$", digest);
        Assert.Equal("first\n", logs);
        var live = await _engine.Client.GetAsync($"/images/{Name}/json", CancellationToken.None);
        Assert.Equal("hello", live.Map("Config")!.Map("Labels")!.Text("greeting"));
        var before = digest;

        await SucceedAsync(Program);
        Assert.Equal(["same app", "same image"], _stack.Steps.Order());

        Write("a.log", "still not part of the image");
        await SucceedAsync(Program);
        Assert.Equal(["same app", "same image"], _stack.Steps.Order());

        Write("content", "second\n");
        await SucceedAsync(Program);
        Assert.Contains("update image", _stack.Steps);
        Assert.Contains("replace app", _stack.Steps);
        Assert.NotEqual(before, digest);
        Assert.Equal("second\n", logs);

        await _stack.DestroyAsync();
    }

    [EngineFact]
    public async Task Preview_AnImage_BuildsNothing()
    {
        await _stack.PreviewAsync(program => program.ImageAsync("image", Image("shop/preview:1")));

        Assert.Equal(["create image"], _stack.Steps);
        Assert.Null(await _engine.Client.FindAsync($"/images/{_engine.Registry}/shop/preview:1/json", CancellationToken.None));
    }

    [EngineFact]
    public async Task Up_ABuildThatFails_ShowsItsLastLines()
    {
        Write("Dockerfile", "FROM busybox:test\nCOPY missing /\n");

        var outcome = await _stack.UpAsync(program => program.ImageAsync("image", Image("shop/broken:1")));

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Contains(_stack.Errors, error =>
            error.Contains("creating the image", StringComparison.Ordinal) && error.Contains("missing", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(_stack.State.Resources, resource => resource.Urn.Name == "image");
    }

    [EngineFact]
    public async Task Up_RegistryAndRemoteImages_ArePushedPulledAndDeleted()
    {
        var pushed = $"{_engine.Registry}/shop/mirrored:1";
        await _engine.Client.PostAsync(
            $"/images/busybox:test/tag?repo={_engine.Registry}/shop/mirrored&tag=1",
            null,
            CancellationToken.None
        );
        var repoDigest = "";
        async Task Program(ProgramClient program)
        {
            var registry = await program.RegistryImageAsync("pushed", PropertyMap.Create(("name", pushed)));
            var digest = registry.Outputs.Text("sha256Digest");
            var remote = await program.RemoteImageAsync(
                "pulled",
                PropertyMap.Create(("name", $"{_engine.Registry}/shop/mirrored@{digest}"))
            );
            repoDigest = remote.Outputs.Text("repoDigest");
        }

        await SucceedAsync(Program);
        Assert.Equal($"{_engine.Registry}/shop/mirrored@{_stack.State.Resources.Single(r => r.Urn.Name == "pushed").Id}", repoDigest);
        await SucceedAsync(Program);
        Assert.Equal(["same pulled", "same pushed"], _stack.Steps.Order());
        await _stack.RefreshAsync();
        Assert.Equal(2, _stack.State.Resources.Count(resource => resource.Type.StartsWith("docker:index", StringComparison.Ordinal)));

        Assert.Equal(OperationResult.Succeeded, (await _stack.DestroyAsync()).Result);
        using var http = new HttpClient();
        var answer = await http.GetAsync(new Uri($"http://{_engine.Registry}/v2/shop/mirrored/manifests/1"));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
    }

    [EngineFact]
    public async Task Up_ARegistryThatIsNotThere_IsNamed()
    {
        await _engine.Client.PostAsync("/images/busybox:test/tag?repo=127.0.0.1:1/app&tag=1", null, CancellationToken.None);

        var outcome = await _stack.UpAsync(program =>
            program.RegistryImageAsync("pushed", PropertyMap.Create(("name", "127.0.0.1:1/app:1")))
        );

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Contains(_stack.Errors, error => error.Contains("127.0.0.1:1", StringComparison.Ordinal));
        Assert.DoesNotContain(_stack.State.Resources, resource => resource.Urn.Name == "pushed");
    }

    private string Name => $"{_engine.Registry}/shop/app:1";

    private PropertyMap Image(string repository = "shop/app:1") =>
        PropertyMap.Create(
            ("imageName", $"{_engine.Registry}/{repository}"),
            (
                "build",
                PropertyMap.Create(("context", "app"), ("builderVersion", "BuilderV1"), ("args", PropertyMap.Create(("GREETING", "hello"))))
            )
        );

    private void Write(string file, string content) => File.WriteAllText(Path.Combine(_stack.Folder, "app", file), content);

    private async Task SucceedAsync(Func<ProgramClient, Task> program)
    {
        var outcome = await _stack.UpAsync(program);
        Assert.Empty(_stack.AllErrors);
        Assert.Equal(OperationResult.Succeeded, outcome.Result);
    }
}
