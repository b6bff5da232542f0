using Infra.Protocol.Grpc;
using Pulumi;

namespace Sdk.Tests.Programs;

public sealed class ProgramRunTests
{
    [Fact]
    public async Task RunAsync_ProgramWithoutResources_RegistersTheStackAndSignalsItsEnd()
    {
        await using var engine = await StandInEngine.StartAsync();

        var exitCode = await engine.RunAsync(() => new Dictionary<string, object?> { ["answer"] = 42 });

        Assert.Equal(0, exitCode);
        Assert.Equal("sample-dev", (string?)engine.Registration("sample-dev")["name"]);
        Assert.Equal(42, (int)engine.StackOutputs["answer"]!);
        Assert.Equal("ResourceMonitor.SignalAndWaitForShutdown", engine.Calls[^1].Method);
    }

    [Fact]
    public async Task RunAsync_EngineWithoutShutdownSignal_ExitsWith0()
    {
        await using var engine = await StandInEngine.StartAsync();
        engine.HasShutdownSignal = false;

        Assert.Equal(0, await engine.RunAsync(() => { }));
    }

    [Fact]
    public async Task RunAsync_BodyThrows_ExitsWith32AndReportsTheException()
    {
        await using var engine = await StandInEngine.StartAsync();

        var exitCode = await engine.RunAsync((Action)(() => throw new InvalidOperationException("the moon is full")));

        Assert.Equal(32, exitCode);
        var log = Assert.Single(engine.RequestsOf("Engine.Log"));
        Assert.Equal("ERROR", (string?)log["severity"]);
        Assert.Contains("failed with an unhandled exception", (string?)log["message"], StringComparison.Ordinal);
        Assert.Contains("the moon is full", (string?)log["message"], StringComparison.Ordinal);
        Assert.Empty(engine.RequestsOf("ResourceMonitor.SignalAndWaitForShutdown"));
    }

    [Fact]
    public async Task RunAsync_RunException_IsShownWithoutStackTrace()
    {
        await using var engine = await StandInEngine.StartAsync();

        var exitCode = await engine.RunAsync((Action)(() => throw new RunException("set the host")));

        Assert.Equal(32, exitCode);
        Assert.Equal("set the host", (string?)Assert.Single(engine.RequestsOf("Engine.Log"))["message"]);
    }

    [Fact]
    public async Task RunAsync_ErrorLogged_ExitsWith1()
    {
        await using var engine = await StandInEngine.StartAsync();

        Assert.Equal(1, await engine.RunAsync(() => Log.Error("no good")));
    }

    [Fact]
    public async Task RunAsync_FailureInApply_IsReportedOnce()
    {
        await using var engine = await StandInEngine.StartAsync();

        var exitCode = await engine.RunAsync(() =>
        {
            var thing = new Thing("thing", new() { Text = "x" });
            var broken = thing.Text.Apply(int (_) => throw new FormatException("not a number"));
            return new Dictionary<string, object?> { ["a"] = broken, ["b"] = broken.Apply(value => value + 1) };
        });

        Assert.Equal(32, exitCode);
        Assert.Contains("not a number", (string?)Assert.Single(engine.RequestsOf("Engine.Log"))["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ResourceRejected_ExitsWith32()
    {
        await using var engine = await StandInEngine.StartAsync();
        engine.OnRegister = request =>
            request.Name == "bad" ? throw new RpcException(StatusCode.Unknown, "resource registration failed") : null;

        var exitCode = await engine.RunAsync(() =>
        {
            var bad = new Thing("bad");
            _ = new Thing("after", new() { Text = bad.Text! });
        });

        Assert.Equal(32, exitCode);
        Assert.DoesNotContain(engine.RequestsOf("ResourceMonitor.RegisterResource"), request => (string?)request["name"] == "after");
    }

    [Fact]
    public async Task RunAsync_EngineDisconnects_ExitsWith1()
    {
        await using var engine = await StandInEngine.StartAsync();

        var exitCode = await engine.RunAsync(async () =>
        {
            var thing = new Thing("first");
            await Pulumi.Utilities.OutputUtilities.GetValueAsync(thing.Urn);
            await engine.DisposeAsync();
            _ = new Thing("second");
            return new Dictionary<string, object?>();
        });

        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task RunAsync_ResourceCreatedInApply_IsRegisteredBeforeTheEnd()
    {
        await using var engine = await StandInEngine.StartAsync();

        var exitCode = await engine.RunAsync(() =>
        {
            var thing = new Thing("outer", new() { Text = "x" });
            thing.Id.Apply(id => new Thing("inner", new() { Text = id }));
        });

        Assert.Equal(0, exitCode);
        Assert.Equal("outer-id", (string?)engine.Registration("inner")["object"]!["text"]);
    }

    [Fact]
    public void Instance_OutsideOfADeployment_Throws() => Assert.Throws<InvalidOperationException>(() => Deployment.Instance);
}
