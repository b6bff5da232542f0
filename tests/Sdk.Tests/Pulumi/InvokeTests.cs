using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Messages;
using Pulumi;
using Pulumi.Utilities;
using InvokeArgs = Pulumi.InvokeArgs;

namespace Sdk.Tests.Programs;

public sealed class InvokeTests
{
    [Fact]
    public async Task Invoke_DependsOnItsArgumentsAndItsDependsOn()
    {
        await using var engine = await StandInEngine.StartAsync();

        var exitCode = await engine.RunAsync(async () =>
        {
            var (a, b) = (new Thing("a", new() { Text = "t" }), new Thing("b"));
            var result = Deployment.Instance.Invoke<ImmutableDictionary<string, string>>(
                "test:index:get",
                new GetArgs { Name = a.Text! },
                new InvokeOutputOptions { DependsOn = { b } }
            );
            Assert.Equal("t", (await OutputUtilities.GetValueAsync(result))["name"]);
            Assert.True((await OutputUtilities.GetDependenciesAsync(result)).SetEquals([a, b]));
            return new Dictionary<string, object?>();
        });

        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task Invoke_WithUnknownArgumentsOrResourcesWithoutId_IsUnknownAndNotSent()
    {
        await using var engine = await StandInEngine.StartAsync(isPreview: true);

        var exitCode = await engine.RunAsync(async () =>
        {
            var thing = new Thing("thing");
            var byId = Deployment.Instance.InvokeSingle<string>("test:index:get", new GetArgs { Name = thing.Id });
            var byWait = Deployment.Instance.InvokeSingle<string>(
                "test:index:get",
                new GetArgs { Name = "x" },
                new InvokeOutputOptions { DependsOn = { thing } }
            );
            Assert.False(await OutputUtilities.GetIsKnownAsync(byId));
            Assert.False(await OutputUtilities.GetIsKnownAsync(byWait));
            return new Dictionary<string, object?>();
        });

        Assert.Equal(0, exitCode);
        Assert.Empty(engine.RequestsOf("ResourceMonitor.Invoke"));
    }

    [Fact]
    public async Task InvokeAsync_WaitsForTheResult()
    {
        await using var engine = await StandInEngine.StartAsync();

        var exitCode = await engine.RunAsync(async () =>
        {
            Assert.Equal("x", await Deployment.Instance.InvokeSingleAsync<string>("test:index:get", new GetArgs { Name = "x" }));
            await Deployment.Instance.InvokeAsync("test:index:do", InvokeArgs.Empty);
            return new Dictionary<string, object?>();
        });

        Assert.Equal(0, exitCode);
        Assert.Equal(2, engine.RequestsOf("ResourceMonitor.Invoke").Count());
    }

    [Fact]
    public async Task Invoke_RejectedByTheProvider_FailsWithItsReasons()
    {
        await using var engine = await StandInEngine.StartAsync();
        engine.OnInvoke = _ => new ResourceInvokeResponse
        {
            Return = new Struct(),
            Failures =
            {
                new CheckFailure { Property = "name", Reason = "too long" },
                new CheckFailure { Reason = "and dull" },
            },
        };

        var exitCode = await engine.RunAsync(() =>
        {
            Deployment.Instance.InvokeSingle<string>("test:index:get", InvokeArgs.Empty);
        });

        Assert.Equal(32, exitCode);
        Assert.Contains(
            "'test:index:get' failed: too long (name); and dull",
            (string)engine.RequestsOf("Engine.Log").Single()["message"]!,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task StackReference_ReturnsPlainAndSecretOutputs()
    {
        await using var engine = await StandInEngine.StartAsync();

        var exitCode = await engine.RunAsync(async () =>
        {
            var other = new StackReference("acme/net/prod");
            Assert.Equal("http://x", await other.RequireValueAsync("url"));
            Assert.Null(await other.GetValueAsync("none"));
            var details = await other.GetOutputDetailsAsync("url");
            Assert.Equal(("http://x", null), (details.Value, details.SecretValue));
            var missing = await Assert.ThrowsAsync<KeyNotFoundException>(() => other.RequireValueAsync("none"));
            Assert.Contains("'acme/net/prod'", missing.Message, StringComparison.Ordinal);
            return new Dictionary<string, object?>();
        });

        Assert.Equal(32, exitCode);
        Assert.Equal("acme/net/prod", (string)engine.RequestsOf("ResourceMonitor.ReadResource").Single()["id"]!);
    }

    [Theory]
    [InlineData(">=3.0.0", 0)]
    [InlineData(">=99.0.0", 32)]
    public async Task RequirePulumiVersion_OldEngine_FailsTheProgram(string range, int expected)
    {
        await using var engine = await StandInEngine.StartAsync();

        Assert.Equal(
            expected,
            await engine.RunAsync(() =>
            {
                Deployment.RequirePulumiVersionAsync(range);
            })
        );
    }

    [Fact]
    public async Task Instance_DescribesTheDeployment()
    {
        await using var engine = await StandInEngine.StartAsync(isPreview: true);

        await engine.RunAsync(() =>
        {
            var instance = Deployment.Instance;
            Assert.Equal(
                ("sample", "dev", "organization", "/root-of-the-project", true),
                (instance.ProjectName, instance.StackName, instance.OrganizationName, instance.RootDirectory, instance.IsDryRun)
            );
        });

        Assert.Empty(engine.RequestsOf("Engine.Log"));
    }

    private sealed class GetArgs : InvokeArgs
    {
        [Input("name")]
        public Input<string> Name { get; set; } = null!;
    }
}
