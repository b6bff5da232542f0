using Engine.Tests.Support;
using Infra.Engine.Docker;
using Infra.Engine.Json;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;
using Moq;

namespace Engine.Tests.Docker.Resources;

/// <summary>What an interrupted operation has done, found out by reading.</summary>
public sealed class DockerRecoveryTests : DockerStack
{
    private static readonly PropertyMap Web = PropertyMap.Create(("name", "web"), ("image", "app:1"));
    private static readonly Urn Urn = Urn.Create("dev", "demo", default, "docker:index/container:Container", "web");

    [Fact]
    public async Task FindCreated_AContainerThatNeverStarted_IsFoundAndTheNextUpdateCompletesIt()
    {
        await using var provider = await CreateAsync();
        await provider.CreateAsync(new CreateRequest { Urn = Urn, Inputs = Web.SetItem("start", false) }, CancellationToken.None);

        var found = await provider.FindCreatedAsync(Lookup(Web, null), CancellationToken.None);

        Assert.Equal(Engine.Objects.Containers.Keys.Single(), found.Id);
        Assert.NotEmpty(found.InitErrors);
        var update = new UpdateRequest
        {
            Urn = Urn,
            Id = found.Id,
            OldInputs = found.Inputs,
            OldState = found.State,
            NewInputs = Web,
        };
        Assert.Empty((await provider.UpdateAsync(update, CancellationToken.None)).InitErrors);
        Assert.True(Engine.Objects.Containers.Values.Single().Map("State")!.Flag("Running"));
    }

    [Fact]
    public async Task FindCreated_AContainerThatIsOlder_IsNotTaken()
    {
        await using var provider = await CreateAsync();
        await provider.CreateAsync(new CreateRequest { Urn = Urn, Inputs = Web }, CancellationToken.None);

        // The fake creates everything at the beginning of time.
        var found = await provider.FindCreatedAsync(Lookup(Web, DateTimeOffset.UnixEpoch.AddHours(1)), CancellationToken.None);

        Assert.Equal("", found.Id);
    }

    [Fact]
    public async Task FindDeletion_OfAContainerThatIsGone_IsComplete()
    {
        await using var provider = await CreateAsync();
        var created = await provider.CreateAsync(new CreateRequest { Urn = Urn, Inputs = Web }, CancellationToken.None);
        var request = new DeleteRequest
        {
            Urn = Urn,
            Id = created.Id,
            OldInputs = Web,
            OldState = created.State,
        };

        Assert.Equal(DeletionOutcome.NotBegun, await provider.FindDeletionAsync(request, CancellationToken.None));
        await provider.DeleteAsync(request, CancellationToken.None);
        Assert.Equal(DeletionOutcome.Complete, await provider.FindDeletionAsync(request, CancellationToken.None));
    }

    [Fact]
    public async Task FindAbsent_OnlyWhatIsGone_IsReported()
    {
        await using var provider = await CreateAsync();
        var created = await provider.CreateAsync(new CreateRequest { Urn = Urn, Inputs = Web }, CancellationToken.None);
        RecordedObject[] recorded = [new(Urn, created.Id, created.State), new(Urn.WithName("other"), "missing", Web)];

        Assert.Equal(["other"], (await provider.FindAbsentAsync(recorded, CancellationToken.None)).Select(absent => absent.Urn.Name));
        Engine.Fault = _ => (500, "broken");
        Assert.Empty(await provider.FindAbsentAsync(recorded, CancellationToken.None));
    }

    [Fact]
    public async Task Delete_AnImageWhoseNameBelongsToANewerOne_DeletesTheOldOneOnly()
    {
        await using var provider = await CreateAsync();
        var urn = Urn.Create("dev", "demo", default, "docker:index/remoteImage:RemoteImage", "image");
        var inputs = PropertyMap.Create(("name", "app:1"));
        var created = await provider.CreateAsync(new CreateRequest { Urn = urn, Inputs = inputs }, CancellationToken.None);
        var old = Engine.Objects.Images["app:1"];
        Engine.Objects.Images["app:1"] = Fakes.FakeObjects.Image("app:1", '9');
        Engine.Objects.Images["<none>"] = old;

        await provider.DeleteAsync(
            new DeleteRequest
            {
                Urn = urn,
                Id = created.Id,
                OldInputs = inputs,
                OldState = created.State,
            },
            CancellationToken.None
        );

        Assert.Equal(["app:1"], Engine.Objects.Images.Keys);
    }

    [Fact]
    public async Task Delete_AnImageInUse_KeepsItWithAWarning()
    {
        var log = new Mock<IProviderLog>();
        await using var provider = await CreateAsync(log.Object);
        var urn = Urn.Create("dev", "demo", default, "docker:index/remoteImage:RemoteImage", "image");
        Engine.Fault = request => request.Method == "DELETE" ? (409, "conflict: container 1 is using its referenced image 2") : null;

        await provider.DeleteAsync(
            new DeleteRequest
            {
                Urn = urn,
                Id = "app:1",
                OldInputs = PropertyMap.Create(("name", "app:1")),
                OldState = PropertyMap.Empty,
            },
            CancellationToken.None
        );

        log.Verify(l => l.Warning(urn, It.Is<string>(text => text.Contains("stays on the engine"))));
    }

    private async Task<DockerProvider> CreateAsync(IProviderLog? log = null)
    {
        var provider = new DockerProvider(log ?? Mock.Of<IProviderLog>(), ".", _ => null, new AcceleratedTime(20));
        await provider.ConfigureAsync(
            new ConfigureRequest
            {
                Urn = Urn,
                Inputs = PropertyMap.Create(("host", Engine.Address)),
                Preview = false,
            },
            CancellationToken.None
        );
        return provider;
    }

    private static CreationLookup Lookup(PropertyMap inputs, DateTimeOffset? since) =>
        new()
        {
            Urn = Urn,
            Inputs = inputs,
            Since = since,
            KnownIds = [],
        };
}
