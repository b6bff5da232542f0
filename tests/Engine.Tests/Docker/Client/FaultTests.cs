using System.Net.Sockets;
using Engine.Tests.Support;
using Infra.Engine.Docker.Client;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Protocol.Values;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.Docker.Client;

/// <summary>What users read when something is wrong, and that the state stays true.</summary>
public sealed class FaultTests : DockerStack
{
    private static readonly PropertyMap Web = PropertyMap.Create(("name", "web"), ("image", "app:1"));

    public static TheoryData<string, int, string, string> Refusals =>
        new()
        {
            { "/containers/create", 409, "Conflict. The container name \"/web\" is already in use by container \"1\".", "import it" },
            { "/containers/create", 500, "creating container storage: the container name \"web\" is already in use by 1", "import it" },
            {
                "/start",
                500,
                "driver failed: Bind for 0.0.0.0:80 failed: port is already allocated",
                "choose another one in `ports[].external`"
            },
            { "/containers/create", 500, "write /var/lib/docker/x: no space left on device", "docker system prune" },
            { "/archive", 500, "write /var/lib/docker/x: no space left on device", "docker system prune" },
        };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Up_ARefusal_IsOneMessageWithTheCureAndTheNextUpdateGoesOn(string path, int status, string message, string cure)
    {
        var inputs = Web.SetItem("uploads", DockerProgram.Objects(PropertyMap.Create(("file", "/a"), ("content", "x"))));
        Engine.Fault = request =>
            request.Method != "GET" && request.Path.EndsWith(path, StringComparison.Ordinal) ? (status, message) : null;

        var error = await FailAsync(program => program.ContainerAsync("web", inputs));

        Assert.Contains("creating the container web", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Contains(cure, error, StringComparison.Ordinal);
        Assert.Empty(Engine.Objects.Containers);
        Assert.DoesNotContain(Stack.State.Resources, resource => resource.Urn.Name == "web");
        Assert.Empty(Stack.State.PendingOperations);

        Engine.Fault = _ => null;
        await SucceedAsync(program => program.ContainerAsync("web", inputs));
    }

    [Fact]
    public async Task Up_WithoutAnEngine_NamesTheAddressAndTheCure()
    {
        Stack.Variables["DOCKER_HOST"] = "unix:///nonexistent/docker.sock";

        var error = await FailAsync(program => program.NetworkAsync("net", PropertyMap.Empty));

        Assert.Contains("no Docker engine at unix:///nonexistent/docker.sock (", error, StringComparison.Ordinal);
        Assert.Contains("systemctl start docker", error, StringComparison.Ordinal);
        Assert.Empty(Stack.State.PendingOperations);
    }

    [Fact]
    public async Task Up_AnEngineThatIsTooOld_SaysWhichVersionIsNeeded()
    {
        Engine.ApiVersion = "1.40";

        var error = await FailAsync(program => program.NetworkAsync("net", PropertyMap.Empty));

        Assert.Contains("speaks API 1.40 at most, and 1.41 is needed", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_AnImageThatIsMissing_NamesIt()
    {
        var error = await FailAsync(program => program.ContainerAsync("web", Web.SetItem("image", "nowhere.example/app:9")));

        Assert.Contains("nowhere.example/app:9", error, StringComparison.Ordinal);
        Assert.Contains("The registry has no such tag", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unauthorized: authentication required", "renew the credentials")]
    [InlineData("pull access denied for app, repository does not exist", "log in with the provider's `registryAuth`")]
    [InlineData("toomanyrequests: you have reached your pull rate limit", "use a mirror")]
    [InlineData("Get \"https://registry.example/v2/\": http: server gave HTTP response to HTTPS client", "insecure-registries")]
    public async Task Up_ARegistryThatRefuses_IsOneMessageWithTheCure(string refusal, string cure)
    {
        Engine.Fault = request => request.Path == "/images/create" ? (500, refusal) : null;

        var error = await FailAsync(program => program.ContainerAsync("web", Web.SetItem("image", "registry.example/app:9")));

        Assert.Contains(refusal, error, StringComparison.Ordinal);
        Assert.Contains(cure, error, StringComparison.Ordinal);
        Assert.Empty(Stack.State.PendingOperations);
        Engine.Fault = _ => null;
        Engine.Objects.Registry["registry.example/app:9"] = Fakes.FakeObjects.Image("registry.example/app:9", '9');
        await SucceedAsync(program => program.ContainerAsync("web", Web.SetItem("image", "registry.example/app:9")));
    }

    [Fact]
    public void Describe_ASocketWithoutPermission_SaysWhichGroupIsMissing()
    {
        Assert.True(EngineAddress.TryParse("unix:///var/run/docker.sock", "the test", null, out var address, out _));

        var problem = ConnectionProblem.Describe(address, [new SocketException((int)SocketError.AccessDenied)]);

        Assert.StartsWith(
            "no permission on the socket of the Docker engine at unix:///var/run/docker.sock",
            problem,
            StringComparison.Ordinal
        );
        Assert.Contains("usermod -aG docker", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_OfAnEngineThatSendsNothingMore_EndsAtItsLimit()
    {
        Engine.Stalls = request => request.Path == "/images/create";
        Assert.True(EngineAddress.TryParse(Engine.Address, "the test", null, out var address, out _));
        var time = new FakeTimeProvider();
        using var client = new EngineClient(address, time);
        var request = new EngineRequest(HttpMethod.Post, "/images/create") { Limit = TimeSpan.FromMinutes(20) };
        await using var messages = client.StreamAsync(request, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await messages.MoveNextAsync());

        var next = messages.MoveNextAsync();
        time.Advance(TimeSpan.FromMinutes(20));
        var error = await Assert.ThrowsAsync<EngineUnreachableException>(async () => await next);

        Assert.Contains("has not answered POST /images/create within 1200 s", error.Message, StringComparison.Ordinal);
        Assert.True(error.MayHaveEffect);
    }

    [Fact]
    public async Task Destroy_WithoutAnEngine_KeepsTheState()
    {
        await SucceedAsync(program => program.ContainerAsync("web", Web));
        Engine.Fault = request => request.Method == "DELETE" ? (500, "driver \"overlay2\" failed to remove root filesystem") : null;

        Assert.Equal(OperationResult.Failed, (await Stack.DestroyAsync()).Result);

        Assert.Contains(Stack.State.Resources, resource => resource.Urn.Name == "web");
        Engine.Fault = _ => null;
        Assert.Equal(OperationResult.Succeeded, (await Stack.DestroyAsync()).Result);
    }

    [Fact]
    public async Task Up_AContainerThatEndsAtOnce_ShowsItsLastLinesAndTheNextUpdateStartsItAgain()
    {
        Engine.Fault = request =>
        {
            if (request.Path.EndsWith("/wait", StringComparison.Ordinal))
            {
                Engine.Objects.Containers.Values.Single()["State"] = new System.Text.Json.Nodes.JsonObject
                {
                    ["Status"] = "exited",
                    ["Running"] = false,
                    ["ExitCode"] = 3,
                };
            }

            return null;
        };

        await Stack.UpAsync(program => program.ContainerAsync("web", Web));

        Assert.Contains(Stack.Errors, error =>
            error.Contains("exit code 3 right after its start; its last lines:\nthe last line", StringComparison.Ordinal)
        );
        Engine.Fault = _ => null;
        await SucceedAsync(program => program.ContainerAsync("web", Web));
        Assert.Equal(["update web"], Stack.Steps);
    }

    [Fact]
    public async Task Up_ATypeThatIsNotSupported_NamesThePlugin()
    {
        await Stack.UpAsync(program => program.RegisterAsync("docker:index/tag:Tag", "tag"));

        Assert.Contains(Stack.Errors, error => error.Contains("plugins.providers", StringComparison.Ordinal));
    }
}
