using System.Collections.Immutable;
using Moq;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace Sdk.Tests.Programs;

public sealed class MockTests
{
    private static readonly TestOptions Update = new()
    {
        IsPreview = false,
        StackName = "dev",
        ProjectName = "sample",
    };

    [Fact]
    public async Task TestAsync_ReturnsAllResources_AndMocksReceiveAllButTheStack()
    {
        var mocks = new EchoMocks();

        var resources = await Deployment.TestAsync<ShopStack>(mocks, Update);

        Assert.Equal(
            ["pulumi:pulumi:Stack", "test:index:Box", "test:index:Thing"],
            resources.Select(resource => resource.GetResourceType()).Order()
        );
        Assert.Equal(["test:index:Box", "test:index:Thing"], mocks.Seen.Select(args => args.Type!).Order());
        var thing = resources.OfType<Thing>().Single();
        Assert.Equal(
            "urn:pulumi:dev::sample::pulumi:pulumi:Stack$test:index:Thing::box-inner",
            await OutputUtilities.GetValueAsync(thing.Urn)
        );
        Assert.Equal("box-inner_id", await OutputUtilities.GetValueAsync(thing.Id));
    }

    [Fact]
    public async Task Mocks_ReceivePlainValues()
    {
        var mocks = new EchoMocks();

        await Deployment.TestAsync(mocks, Update, () =>
        {
            _ = new Thing(
                "thing",
                new()
                {
                    Text = Output.CreateSecret("pw"),
                    Number = OutputUtilities.CreateUnknown(1),
                    Items = { "a" },
                    Labels = { { "k", "v" } },
                    Any = 5,
                }
            );
        });

        var inputs = mocks.Seen.Single().Inputs;
        Assert.Equal(["any", "items", "labels", "text"], inputs.Keys.Order());
        Assert.Equal("pw", inputs["text"]);
        Assert.Equal(5.0, inputs["any"]);
        Assert.Equal(["a"], Assert.IsType<ImmutableArray<object?>>(inputs["items"]).ToArray());
        Assert.Equal("v", Assert.IsType<ImmutableDictionary<string, object?>>(inputs["labels"])["k"]);
    }

    [Fact]
    public async Task TestAsync_ByDefault_IsAPreviewOfProjectAndStack()
    {
        var seen = "";

        await Deployment.TestAsync(new EmptyMocks(), new TestOptions(), () =>
        {
            var instance = Deployment.Instance;
            seen = $"{instance.OrganizationName}/{instance.ProjectName}/{instance.StackName} {instance.IsDryRun}";
            Assert.Throws<InvalidOperationException>(() => instance.RootDirectory);
        });

        Assert.Equal("organization/project/stack True", seen);
    }

    [Fact]
    public async Task TestAsync_ReturnsTheOutputsOfTheFunction()
    {
        var (resources, outputs) = await Deployment.TestAsync(new EchoMocks(), Update, async () =>
        {
            await Task.Yield();
            return new Dictionary<string, object?> { ["thing"] = new Thing("thing").Id };
        });

        Assert.IsType<Thing>(Assert.Single(resources));
        Assert.Equal("thing_id", await OutputUtilities.GetValueAsync(Assert.IsType<Output<string>>(outputs["thing"])));
    }

    [Fact]
    public async Task TestAsync_OneFailure_IsARunException()
    {
        var exception = await Assert.ThrowsAsync<RunException>(() =>
            Deployment.TestAsync(new EmptyMocks(), Update, (Action)(() => throw new FormatException("broken")))
        );

        Assert.Contains("broken", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestAsync_SeveralFailures_AreAnAggregateException()
    {
        var exception = await Assert.ThrowsAsync<AggregateException>(() => Deployment.TestAsync(new EmptyMocks(), Update, () =>
            {
                Log.Error("one");
                Log.Error("two");
            }));

        Assert.Equal(["one", "two"], exception.InnerExceptions.Select(inner => Assert.IsType<RunException>(inner).Message));
    }

    [Fact]
    public async Task TestAsync_FailingMock_FailsTheTest()
    {
        var mocks = new Mock<IMocks>();
        mocks.Setup(m => m.NewResourceAsync(It.IsAny<MockResourceArgs>())).ThrowsAsync(new TimeoutException("slow provider"));

        var exception = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(mocks.Object, Update, () =>
            {
                _ = new Thing("t");
            }));

        Assert.Contains("slow provider", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mocks_ReturnResultsOfFunctionsAndReads()
    {
        var mocks = new EchoMocks();

        await Deployment.TestAsync(mocks, Update, async () =>
        {
            var read = new Thing("read", null, new() { Id = "existing" });
            Assert.Equal("existing", await OutputUtilities.GetValueAsync(read.Id));
            Assert.Equal("answer of f", await Deployment.Instance.InvokeSingleAsync<string>("f", InvokeArgs.Empty));
        });

        Assert.Equal("existing", mocks.Seen.Single().Id);
    }

    [Fact]
    public async Task Mocks_ReceiveOutputs()
    {
        var mocks = new Mock<IMocks>();
        mocks
            .Setup(m => m.NewResourceAsync(It.IsAny<MockResourceArgs>()))
            .ReturnsAsync((MockResourceArgs args) => (args.Name, (object)args.Inputs));
        var outputs = new Dictionary<string, ImmutableDictionary<string, Output<object?>>>();
        mocks
            .Setup(m => m.RegisterResourceOutputs(It.IsAny<MockRegisterResourceOutputsRequest>()))
            .Callback((MockRegisterResourceOutputsRequest request) => outputs.Add(request.Urn, request.Outputs))
            .Returns(Task.CompletedTask);

        await Deployment.TestAsync<ShopStack>(mocks.Object, Update);

        var ofBox = outputs.Single(entry => entry.Key.EndsWith("::box", StringComparison.Ordinal)).Value;
        var ofStack = outputs.Single(entry => entry.Key.EndsWith("::sample-dev", StringComparison.Ordinal)).Value;
        Assert.Equal("inside", await OutputUtilities.GetValueAsync(ofBox["text"]));
        Assert.Equal("inside", await OutputUtilities.GetValueAsync(ofStack["Text"]));
    }

    [Fact]
    public async Task TestWithServiceProviderAsync_CreatesTheStackWithTheServiceProvider()
    {
        var services = new Mock<IServiceProvider>();
        services.Setup(s => s.GetService(typeof(ServedStack))).Returns(() => new ServedStack("served"));

        var resources = await Deployment.TestWithServiceProviderAsync<ServedStack>(new EchoMocks(), services.Object, Update);

        Assert.Equal("served", resources.OfType<Thing>().Single().GetResourceName());
        var exception = await Assert.ThrowsAsync<RunException>(() =>
            Deployment.TestWithServiceProviderAsync<ServedStack>(new EchoMocks(), Mock.Of<IServiceProvider>(), Update)
        );
        Assert.Contains(typeof(ServedStack).FullName!, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tests_RunConcurrently()
    {
        var stacks = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(async i =>
                {
                    var name = "";
                    await Deployment.TestAsync(new EchoMocks(), new TestOptions { StackName = $"s{i}" }, async () =>
                    {
                        await Task.Yield();
                        name = Deployment.Instance.StackName;
                    });
                    return name;
                })
        );

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"s{i}"), stacks);
    }

    private sealed class ShopStack : Stack
    {
        public ShopStack() => Text = new Box("box").Text;

        [Output]
        public Output<string?> Text { get; set; }
    }

    private sealed class ServedStack : Stack
    {
        public ServedStack(string name) => _ = new Thing(name);
    }

    private sealed class EchoMocks : IMocks
    {
        private readonly List<MockResourceArgs> _seen = [];

        public IReadOnlyList<MockResourceArgs> Seen => _seen;

        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            lock (_seen)
            {
                _seen.Add(args);
            }

            return Task.FromResult<(string?, object)>(($"{args.Name}_id", args.Inputs));
        }

        public Task<object> CallAsync(MockCallArgs args) =>
            Task.FromResult<object>(ImmutableDictionary<string, object>.Empty.Add("answer", $"answer of {args.Token}"));
    }
}
