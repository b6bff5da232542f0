using System.Collections.Immutable;
using Moq;
using Pulumi;
using Pulumi.Kubernetes.ApiExtensions;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Testing;

namespace Sdk.Tests.Kubernetes;

public class KubernetesResourceTests
{
    [Fact]
    public async Task Resource_HasItsApiVersionAndKind()
    {
        var sent = await Declare(() => _ = new ConfigMap("settings", new ConfigMapArgs { Data = { ["a"] = "b" } }));

        Assert.Equal("kubernetes:core/v1:ConfigMap", sent.Type);
        Assert.Equal("v1", sent.Inputs["apiVersion"]);
        Assert.Equal("ConfigMap", sent.Inputs["kind"]);
        Assert.Equal("b", Assert.IsType<ImmutableDictionary<string, object>>(sent.Inputs["data"])["a"]);
        Assert.False(sent.Inputs.ContainsKey("metadata"));
    }

    [Fact]
    public async Task Resource_WithoutArguments_HasItsApiVersionAndKind()
    {
        var sent = await Declare(() => _ = new Namespace("shop"));

        Assert.Equal(["apiVersion", "kind"], sent.Inputs.Keys.Order());
    }

    [Fact]
    public async Task UnusedCollection_IsNotSent()
    {
        var sent = await Declare(() => _ = new ConfigMap("settings", new ConfigMapArgs { Immutable = true }));

        Assert.Equal(["apiVersion", "immutable", "kind"], sent.Inputs.Keys.Order());
    }

    [Fact]
    public async Task CustomResource_HasTheTypeOfItsKind()
    {
        var sent = await Declare(() =>
            _ = new Pulumi.Kubernetes.ApiExtensions.CustomResource(
                "monitor",
                new ServiceMonitorArgs
                {
                    Metadata = new ObjectMetaArgs { Name = "shop" },
                    Interval = "30s",
                }
            )
        );

        Assert.Equal("kubernetes:monitoring.coreos.com/v1:ServiceMonitor", sent.Type);
        Assert.Equal("monitoring.coreos.com/v1", sent.Inputs["apiVersion"]);
        Assert.Equal("30s", sent.Inputs["interval"]);
    }

    [Fact]
    public async Task Get_ReadsTheResourceById()
    {
        var sent = await Declare(() => _ = Secret.Get("token", "shop/token"));

        Assert.Equal("kubernetes:core/v1:Secret", sent.Type);
        Assert.Equal("shop/token", sent.Id);
    }

    [Fact]
    public async Task DataOfASecret_IsSecret()
    {
        var args = new SecretArgs { StringData = new InputMap<string> { ["password"] = "hunter2" } };

        Assert.True(await Output.IsSecretAsync(args.StringData.ToOutput()));
        Assert.False(await Output.IsSecretAsync(args.Data.ToOutput()));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("True", true)]
    [InlineData("f", false)]
    [InlineData("FALSE", false)]
    [InlineData("yes", null)]
    [InlineData(null, null)]
    public async Task EnvironmentFlag_IsParsedAsInGo(string? value, bool? expected)
    {
        var variable = $"SDK_TESTS_{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable(variable, value);

        var flag = EnvironmentDefault.Flag(variable);

        Assert.Equal(expected, flag is null ? null : await Pulumi.Utilities.OutputUtilities.GetValueAsync(flag.ToOutput()));
    }

    private static async Task<MockResourceArgs> Declare(Action declare)
    {
        MockResourceArgs? sent = null;
        var mocks = new Mock<IMocks>();
        mocks
            .Setup(mock => mock.NewResourceAsync(It.IsAny<MockResourceArgs>()))
            .Callback<MockResourceArgs>(args => sent = args)
            .ReturnsAsync((MockResourceArgs args) => ($"{args.Name}-id", args.Inputs));
        await Pulumi.Deployment.TestAsync(mocks.Object, new TestOptions { IsPreview = false }, declare);
        return sent!;
    }

    private sealed class ServiceMonitorArgs() : CustomResourceArgs("monitoring.coreos.com/v1", "ServiceMonitor")
    {
        [Input("interval")]
        public Input<string>? Interval { get; set; }
    }
}
