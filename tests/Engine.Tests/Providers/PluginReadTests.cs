using Infra.Engine.Providers;
using Infra.Engine.Providers.Plugins;
using Infra.Engine.Resources;
using Infra.Protocol.Grpc;
using Infra.Protocol.Values;
using Moq;
using SampleProvider;

namespace Engine.Tests.Providers;

public sealed class PluginReadTests : IAsyncDisposable
{
    private static readonly Urn Note = Urn.Parse("urn:pulumi:dev::demo::sample:index:Note::one");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("plugin-tests-");
    private readonly GrpcServer _server = new();

    [Fact]
    public async Task Read_ChangedObject_ReturnsItsStateAndInputs()
    {
        await using var provider = await StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "memo"), """{"id": "memo", "name": "memo", "text": "changed"}""");

        var read = await provider.ReadAsync(Request("memo"), CancellationToken.None);

        Assert.Equal("memo", read.Id);
        Assert.Equal(PropertyMap.Create(("id", "memo"), ("name", "memo"), ("text", "changed")), read.State);
        Assert.Equal(PropertyMap.Create(("name", "memo"), ("text", "changed")), read.Inputs);
    }

    [Fact]
    public async Task Read_MissingObject_IsNotFound()
    {
        await using var provider = await StartAsync();

        Assert.Same(ReadResult.NotFound, await provider.ReadAsync(Request("gone"), CancellationToken.None));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<PluginProvider> StartAsync()
    {
        new SampleService(_ => { }).MapTo(_server);
        await _server.StartAsync();
        var host = new PluginHost
        {
            WorkingDirectory = _folder.FullName,
            Project = "demo",
            Time = TimeProvider.System,
        };
        var provider = new PluginProvider(new PluginLocation { Port = _server.Port }, "sample", host, Mock.Of<IProviderLog>());
        await provider.ConfigureAsync(
            new ConfigureRequest
            {
                Urn = Urn.Parse("urn:pulumi:dev::demo::pulumi:providers:sample::default"),
                Inputs = PropertyMap.Create(("folder", _folder.FullName)),
                Preview = false,
            },
            CancellationToken.None
        );
        return provider;
    }

    private static ReadRequest Request(string id) =>
        new()
        {
            Urn = Note,
            Id = id,
            OldInputs = PropertyMap.Create(("name", id), ("text", "a")),
            OldState = PropertyMap.Create(("id", id), ("name", id), ("text", "a")),
        };
}
