using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.Protocol.Messages;
using Pulumi;
using Pulumi.Utilities;

namespace Sdk.Tests.Programs;

public sealed class ResourceTests
{
    private const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    [Fact]
    public async Task Outputs_ResolveToTheEnginesResponse()
    {
        await using var engine = await StandInEngine.StartAsync();

        var exitCode = await engine.RunAsync(async () =>
        {
            var thing = new Thing(
                "thing",
                new()
                {
                    Text = "t",
                    Number = 3,
                    Labels = { { "a", "b" } },
                    Items = { "x", "y" },
                }
            );
            Assert.Equal("t", await OutputUtilities.GetValueAsync(thing.Text));
            Assert.Equal(3, await OutputUtilities.GetValueAsync(thing.Number));
            Assert.Equal("b", (await OutputUtilities.GetValueAsync(thing.Labels))!["a"]);
            Assert.Equal(["x", "y"], (await OutputUtilities.GetValueAsync(thing.Items)).ToArray());
            Assert.Equal("thing-id", await OutputUtilities.GetValueAsync(thing.Id));
            Assert.Equal("urn:pulumi:dev::sample::test:index:Thing::thing", await OutputUtilities.GetValueAsync(thing.Urn));
            Assert.Equal([thing], await OutputUtilities.GetDependenciesAsync(thing.Text));
            Assert.Equal(("test:index:Thing", "thing"), (thing.GetResourceType(), thing.GetResourceName()));
            return new Dictionary<string, object?>();
        });

        Assert.Equal(0, exitCode);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Outputs_MissingInTheResponse_AreUnknownInAPreviewOnly(bool isPreview, bool isKnown)
    {
        await using var engine = await StandInEngine.StartAsync(isPreview);

        await engine.RunAsync(async () =>
        {
            Assert.Equal(isKnown, await OutputUtilities.GetIsKnownAsync(new Thing("thing").Text));
            return new Dictionary<string, object?>();
        });

        Assert.Empty(engine.RequestsOf("Engine.Log"));
    }

    [Fact]
    public async Task Outputs_OfASkippedResource_AreUnknown()
    {
        await using var engine = await StandInEngine.StartAsync();
        engine.OnRegister = request =>
            request.Type == "test:index:Thing"
                ? new RegisterResourceResponse
                {
                    Urn = "urn:pulumi:dev::sample::test:index:Thing::thing",
                    Object = new(),
                    Result = Result.Skip,
                }
                : null;

        await engine.RunAsync(() => new Dictionary<string, object?> { ["text"] = new Thing("thing").Text, ["known"] = 1 });

        Assert.Equal(Unknown, (string)engine.StackOutputs["text"]!);
    }

    [Fact]
    public async Task Unknowns_PropagateThroughNestedApplies()
    {
        await using var engine = await StandInEngine.StartAsync(isPreview: true);

        await engine.RunAsync(() =>
        {
            var first = new Thing("first");
            var text = first.Id.Apply(id => first.Text.Apply(value => Output.Format($"{id}-{value}")));
            _ = new Thing(
                "second",
                new()
                {
                    Text = text,
                    Items = { "plain", text },
                    Labels = { { "a", text } },
                }
            );
        });

        var second = engine.Registration("second");
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse($$"""{"text":"{{Unknown}}","items":["plain","{{Unknown}}"],"labels":{"a":"{{Unknown}}"} }"""),
                second["object"]
            )
        );
        Assert.Equal("urn:pulumi:dev::sample::test:index:Thing::first", (string)Assert.Single(second["dependencies"]!.AsArray())!);
    }

    [Fact]
    public async Task Secrets_StaySecretsThroughApply()
    {
        await using var engine = await StandInEngine.StartAsync();

        await engine.RunAsync(() =>
        {
            var first = new Thing("first", new() { Text = Output.CreateSecret("pw"), Number = 1 });
            _ = new Thing(
                "second",
                new() { Text = first.Text.Apply(text => $"<{text}>"), Number = first.Number.Apply(number => number ?? 0) }
            );
        });

        var second = engine.Registration("second")["object"]!;
        Assert.Equal("<pw>", (string)second["text"]!["value"]!);
        Assert.Equal(1, (int)second["number"]!);
    }

    [Fact]
    public async Task DependsOnAComponent_SendsItsChildren()
    {
        await using var engine = await StandInEngine.StartAsync();

        await engine.RunAsync(() =>
        {
            var box = new Box("box");
            _ = new Thing("after", new(), new() { DependsOn = { box } });
            _ = new Thing("with", new() { Any = box });
        });

        const string Inner = "urn:pulumi:dev::sample::test:index:Box$test:index:Thing::box-inner";
        Assert.Equal(Inner, (string)Assert.Single(engine.Registration("after")["dependencies"]!.AsArray())!);
        var with = engine.Registration("with");
        Assert.Equal("urn:pulumi:dev::sample::test:index:Box::box", (string)with["object"]!["any"]!["urn"]!);
        Assert.Equal(Inner, (string)Assert.Single(with["propertyDependencies"]!["any"]!["urns"]!.AsArray())!);
        Assert.Equal(
            "inside",
            (string)
                engine
                    .RequestsOf("ResourceMonitor.RegisterResourceOutputs")
                    .Single(request => ((string)request["urn"]!).EndsWith("::box", StringComparison.Ordinal))["outputs"]!["text"]!
        );
    }

    [Fact]
    public async Task Children_InheritProtectAndProviders()
    {
        await using var engine = await StandInEngine.StartAsync();

        await engine.RunAsync(() =>
        {
            var provider = new ProviderResource("test", "own", ResourceArgs.Empty);
            _ = new Box("box", new() { Protect = true, Providers = { provider } });
        });

        var inner = engine.Registration("box-inner");
        Assert.True((bool)inner["protect"]!);
        Assert.Equal("urn:pulumi:dev::sample::pulumi:providers:test::own::own-id", (string)inner["provider"]!);
        Assert.Null(engine.Registration("box")["provider"]);
    }

    [Fact]
    public async Task ProviderAndProviders_Together_AreRejected()
    {
        await using var engine = await StandInEngine.StartAsync();

        var exitCode = await engine.RunAsync(() =>
        {
            var provider = new ProviderResource("test", "own", ResourceArgs.Empty);
            _ = new Box("box", new() { Provider = provider, Providers = { provider } });
        });

        Assert.Equal(32, exitCode);
        Assert.Contains(
            "both Provider and Providers",
            (string)engine.RequestsOf("Engine.Log").Single()["message"]!,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task IdOption_ReadsInsteadOfRegistering_UnlessItIsEmpty()
    {
        await using var engine = await StandInEngine.StartAsync();

        await engine.RunAsync(() =>
        {
            var existing = new Thing("existing", new() { Text = "state" }, new() { Id = "42" });
            _ = new Thing("fresh", new() { Text = existing.Id }, new() { Id = "" });
        });

        var read = Assert.Single(engine.RequestsOf("ResourceMonitor.ReadResource"));
        Assert.Equal(("42", "existing"), ((string)read["id"]!, (string)read["name"]!));
        Assert.Equal("42", (string)engine.Registration("fresh")["object"]!["text"]!);
    }

    [Fact]
    public async Task IdOption_OfAComponent_IsRejected()
    {
        await using var engine = await StandInEngine.StartAsync();

        Assert.Equal(
            32,
            await engine.RunAsync(() =>
            {
                _ = new Box("box", new() { Id = "42" });
            })
        );
    }

    [Fact]
    public async Task UrnOption_ReadsTheStateFromTheEngine()
    {
        await using var engine = await StandInEngine.StartAsync();

        var exitCode = await engine.RunAsync(async () =>
        {
            var first = new Thing("first", new() { Text = "t" });
            var again = new Thing("again", null, new() { Urn = await OutputUtilities.GetValueAsync(first.Urn) });
            return new Dictionary<string, object?> { ["text"] = again.Text, ["id"] = again.Id };
        });

        Assert.Equal(0, exitCode);
        Assert.Equal(("t", "first-id"), ((string)engine.StackOutputs["text"]!, (string)engine.StackOutputs["id"]!));
        Assert.Equal("pulumi:pulumi:getResource", (string)engine.RequestsOf("ResourceMonitor.Invoke").Single()["tok"]!);
    }

    [Fact]
    public async Task References_ToAnEngineWithoutSupport_AreSentAsIds()
    {
        await using var engine = await StandInEngine.StartAsync();
        engine.Unsupported.Add("resourceReferences");

        await engine.RunAsync(() =>
        {
            _ = new Thing("b", new() { Any = new Thing("a") });
        });

        Assert.Equal("a-id", (string)engine.Registration("b")["object"]!["any"]!);
    }

    [Fact]
    public async Task NestedResource_IsReceivedAsItsClass()
    {
        await using var engine = await StandInEngine.StartAsync();

        var exitCode = await engine.RunAsync(async () =>
        {
            var target = new Named("target");
            var holder = new Holder("holder", target);
            Assert.IsType<Named>(await OutputUtilities.GetValueAsync(holder.Target));
            return new Dictionary<string, object?>();
        });

        Assert.Equal(0, exitCode);
    }

    [ResourceType("test:index:Named", "1.0.0")]
    internal sealed class Named(string name, ResourceArgs? args = null, CustomResourceOptions? options = null)
        : CustomResource("test:index:Named", name, args, options);

    private sealed class Holder(string name, Named target)
        : CustomResource(
            "test:index:Holder",
            name,
            new DictionaryResourceArgs(ImmutableDictionary<string, object?>.Empty.Add("target", target))
        )
    {
        [Output("target")]
        public Output<Resource> Target { get; private set; } = null!;
    }
}
