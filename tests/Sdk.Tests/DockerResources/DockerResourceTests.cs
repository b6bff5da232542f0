using System.Collections.Immutable;
using System.Reflection;
using Moq;
using Pulumi;
using Pulumi.Docker;
using Pulumi.Docker.Inputs;
using Pulumi.Testing;

namespace Sdk.Tests.DockerResources;

public class DockerResourceTests
{
    [Fact]
    public async Task Image_IsRegisteredWithTheProvidersDefaults()
    {
        var (sent, _) = await Declare(() =>
            new Image(
                "app",
                new ImageArgs
                {
                    ImageName = "registry.example/app:1",
                    Build = new DockerBuildArgs
                    {
                        Context = "./app",
                        Args = { ["VERSION"] = "1" },
                        BuilderVersion = BuilderVersion.BuilderBuildKit,
                    },
                }
            )
        );

        Assert.Equal("docker:index/image:Image", sent.Type);
        Assert.Equal(["build", "buildOnPreview", "imageName", "skipPush"], sent.Inputs.Keys.Order());
        Assert.Equal(false, sent.Inputs["skipPush"]);
        var build = Assert.IsType<ImmutableDictionary<string, object>>(sent.Inputs["build"]);
        Assert.Equal("BuilderBuildKit", build["builderVersion"]);
    }

    [Fact]
    public async Task Image_OutputsItsDigest()
    {
        var (_, image) = await Declare(() => new Image("app", new ImageArgs { ImageName = "app" }), ("repoDigest", "app@sha256:1"));

        Assert.Equal("app@sha256:1", await Pulumi.Utilities.OutputUtilities.GetValueAsync(image.RepoDigest));
    }

    [Fact]
    public async Task PasswordOfARegistry_IsSecret()
    {
        var registry = new RegistryArgs
        {
            Server = "registry.example",
            Username = "robot",
            Password = "hunter2",
        };

        Assert.True(await Output.IsSecretAsync(registry.Password.ToOutput()));
        Assert.False(await Output.IsSecretAsync(registry.Username.ToOutput()));
    }

    [Fact]
    public async Task Get_FindsTheResourceByIdAndState()
    {
        var (sent, _) = await Declare(() => Network.Get("front", "abc", new NetworkState { Name = "front" }));

        Assert.Equal("abc", sent.Id);
        Assert.Equal("front", sent.Inputs["name"]);
    }

    [Theory]
    [InlineData(typeof(Container))]
    [InlineData(typeof(Image))]
    [InlineData(typeof(Network))]
    [InlineData(typeof(Provider))]
    [InlineData(typeof(RegistryImage))]
    [InlineData(typeof(RemoteImage))]
    [InlineData(typeof(Volume))]
    public void EveryResourceClass_HasThePublishedVersion(Type type)
    {
        Assert.Equal("5.1.0", type.GetCustomAttribute<ResourceTypeAttribute>()!.Version);
    }

    private static async Task<(MockResourceArgs Sent, T Resource)> Declare<T>(Func<T> declare, params (string Name, object Value)[] outputs)
        where T : Resource
    {
        MockResourceArgs? sent = null;
        T? resource = null;
        var mocks = new Mock<IMocks>();
        mocks
            .Setup(mock => mock.NewResourceAsync(It.IsAny<MockResourceArgs>()))
            .Callback<MockResourceArgs>(args => sent = args)
            .ReturnsAsync(
                (MockResourceArgs args) =>
                    ($"{args.Name}-id", args.Inputs.AddRange(outputs.Select(output => KeyValuePair.Create(output.Name, output.Value))))
            );
        await Pulumi.Deployment.TestAsync(mocks.Object, new TestOptions { IsPreview = false }, () =>
        {
            resource = declare();
        });
        return (sent!, resource!);
    }
}
