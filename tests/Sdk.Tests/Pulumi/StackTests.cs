using Pulumi;

namespace Sdk.Tests.Programs;

public sealed class StackTests
{
    [Fact]
    public async Task Outputs_AreNamedByAttributeOrProperty()
    {
        await using var engine = await StandInEngine.StartAsync();

        Assert.Equal(0, await engine.RunAsync<GoodStack>());

        Assert.Equal("""{"Plain":"a","renamed":"b"}""", engine.StackOutputs.ToJsonString());
    }

    [Fact]
    public async Task Outputs_WithoutValue_AreNamed()
    {
        await using var engine = await StandInEngine.StartAsync();

        Assert.Equal(32, await engine.RunAsync<ForgetfulStack>());

        var message = (string)engine.RequestsOf("Engine.Log").Single()["message"]!;
        Assert.Contains("'First, second'", message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outputs_OfAnotherType_AreNamed()
    {
        await using var engine = await StandInEngine.StartAsync();

        Assert.Equal(32, await engine.RunAsync<WrongStack>());

        Assert.Contains("'Number'", (string)engine.RequestsOf("Engine.Log").Single()["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExceptionInTheConstructor_IsReportedWithItsStackTrace()
    {
        await using var engine = await StandInEngine.StartAsync();

        Assert.Equal(32, await engine.RunAsync<ThrowingStack>());

        var message = (string)engine.RequestsOf("Engine.Log").Single()["message"]!;
        Assert.Contains("the constructor gave up", message, StringComparison.Ordinal);
        Assert.Contains(nameof(ThrowingStack), message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SeveralFailures_AreAllReported()
    {
        await using var engine = await StandInEngine.StartAsync();

        Assert.Equal(
            32,
            await engine.RunAsync(() =>
            {
                Output.Create(1).Apply(int (_) => throw new RunException("first"));
                Output.Create(2).Apply(int (_) => throw new RunException("second"));
            })
        );

        Assert.Equal(["first", "second"], engine.RequestsOf("Engine.Log").Select(log => (string)log["message"]!).Order());
    }

    [Fact]
    public async Task ToStringOfAnOutput_WarnsAndExplains()
    {
        await using var engine = await StandInEngine.StartAsync();

        Assert.Equal(0, await engine.RunAsync(() => new Dictionary<string, object?> { ["text"] = $"host: {new Thing("t").Id}" }));

        Assert.Equal("WARNING", (string)engine.RequestsOf("Engine.Log").Single()["severity"]!);
        Assert.Contains("Output.Format", (string)engine.StackOutputs["text"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_ArriveInOrder()
    {
        await using var engine = await StandInEngine.StartAsync();

        await engine.RunAsync(() =>
        {
            for (var i = 0; i < 20; i++)
            {
                Log.Info($"{i:00}");
            }
        });

        Assert.Equal(
            Enumerable.Range(0, 20).Select(i => $"{i:00}"),
            engine.RequestsOf("Engine.Log").Select(log => (string)log["message"]!)
        );
    }

    [Fact]
    public async Task RunInsideARun_IsRejected()
    {
        await using var engine = await StandInEngine.StartAsync();

        var exitCode = await engine.RunAsync(async () =>
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => engine.RunAsync(() => { }));
            return new Dictionary<string, object?>();
        });

        Assert.Equal(0, exitCode);
    }

    private sealed class GoodStack : Stack
    {
        [Output]
        public Output<string> Plain { get; set; } = Output.Create("a");

        [Output("renamed")]
        public Output<string> Other { get; set; } = Output.Create("b");
    }

    private sealed class ForgetfulStack : Stack
    {
        [Output]
        public Output<string> First { get; set; } = null!;

        [Output("second")]
        public Output<string> Second { get; set; } = null!;

        [Output]
        public Output<string> Third { get; set; } = Output.Create("c");
    }

    private sealed class WrongStack : Stack
    {
        [Output]
        public int Number { get; set; } = 1;
    }

    private sealed class ThrowingStack : Stack
    {
        public ThrowingStack() => throw new InvalidOperationException("the constructor gave up");
    }
}
