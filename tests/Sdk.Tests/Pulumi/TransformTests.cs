using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;

namespace Sdk.Tests.Programs;

public sealed class TransformTests
{
    [Fact]
    public async Task Transformations_RunInnermostFirst_AndChangeTheRegistration()
    {
        await using var engine = await StandInEngine.StartAsync();
        var order = new List<string>();
        ResourceTransformation Note(string who) =>
            args =>
            {
                order.Add($"{who}:{args.Resource.GetResourceName()}");
                return args.Args is ThingArgs thing
                    ? new ResourceTransformationResult(new ThingArgs { Text = Output.Format($"{thing.Text}+{who}") }, args.Options)
                    : null;
            };

        await engine.RunAsync(
            () =>
            {
                _ = new Box("box", new() { ResourceTransformations = { Note("box") } });
                return Task.FromResult<IDictionary<string, object?>>(new Dictionary<string, object?>());
            },
            new StackOptions { ResourceTransformations = [Note("stack")] }
        );

        Assert.Equal(["stack:sample-dev", "box:box", "stack:box", "box:box-inner", "stack:box-inner"], order);
        Assert.Equal("inside+box+stack", (string)engine.Registration("box-inner")["object"]!["text"]!);
    }

    [Fact]
    public async Task Transformations_CannotChangeTheParent()
    {
        await using var engine = await StandInEngine.StartAsync();

        var exitCode = await engine.RunAsync(() =>
        {
            var other = new Box("other");
            _ = new Thing(
                "thing",
                new(),
                new() { ResourceTransformations = { args => new(args.Args, new CustomResourceOptions { Parent = other }) } }
            );
        });

        Assert.Equal(32, exitCode);
        Assert.Contains("parent", (string)engine.RequestsOf("Engine.Log").Single()["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transforms_OfTheStack_AreSentWithItsRegistration()
    {
        await using var engine = await StandInEngine.StartAsync();

        var exitCode = await engine.RunAsync(
            () => Task.FromResult<IDictionary<string, object?>>(new Dictionary<string, object?>()),
            new StackOptions { ResourceTransforms = [(_, _) => Task.FromResult<ResourceTransformResult?>(null)] }
        );

        Assert.Equal(0, exitCode);
        Assert.NotNull(engine.Registration("sample-dev")["transforms"]![0]!["token"]);
    }

    [Fact]
    public async Task Transforms_RunInsideTheDeployment()
    {
        await using var engine = await StandInEngine.StartAsync();
        string? stack = null;

        var exitCode = await engine.RunAsync(async () =>
        {
            var thing = new Thing(
                "thing",
                new() { Text = "a" },
                new()
                {
                    ResourceTransforms =
                    {
                        (args, _) =>
                        {
                            stack = Deployment.Instance.StackName;
                            return Task.FromResult<ResourceTransformResult?>(new(args.Args.SetItem("text", "b"), args.Options));
                        },
                    },
                }
            );
            Assert.Equal("b", await OutputUtilities.GetValueAsync(thing.Text));
            return new Dictionary<string, object?>();
        });

        Assert.Equal((0, "dev"), (exitCode, stack));
    }

    [Fact]
    public async Task Transforms_ThatThrow_FailTheRegistration()
    {
        await using var engine = await StandInEngine.StartAsync();

        var exitCode = await engine.RunAsync(() =>
        {
            _ = new Thing("thing", new(), new() { ResourceTransforms = { (_, _) => throw new FormatException("no transform today") } });
        });

        Assert.Equal(32, exitCode);
        Assert.Contains("no transform today", (string)engine.RequestsOf("Engine.Log").Single()["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeTransforms_AreRegisteredBeforeLaterCalls()
    {
        await using var engine = await StandInEngine.StartAsync();

        var exitCode = await engine.RunAsync(() =>
        {
            Deployment.Instance.RegisterInvokeTransform(
                (args, _) => Task.FromResult<InvokeTransformResult?>(new(args.Args.SetItem("who", "transform"), args.Options))
            );
            var result = Deployment.Instance.Invoke<ImmutableDictionary<string, object>>("test:index:get", InvokeArgs.Empty);
            return new Dictionary<string, object?> { ["who"] = result.Apply(fields => fields["who"]) };
        });

        Assert.Equal(0, exitCode);
        Assert.Equal("transform", (string)engine.StackOutputs["who"]!);
    }
}
