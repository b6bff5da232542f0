using System.Diagnostics;

namespace Sdk.Tests.Programs;

/// <summary>Runs programs in their own processes, as an engine does.</summary>
public sealed class ProcessProgramTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Program_ReadsEngineAndConfigurationFromItsEnvironment_AndExitsWith0()
    {
        await using var engine = await StandInEngine.StartAsync();

        var (exitCode, _) = await RunAsync(ProcessPrograms.Configured, engine.ProcessEnvironment("""{"sample:size":"3"}"""));

        Assert.Equal(0, exitCode);
        Assert.Equal("sample-dev", (string?)engine.Registration("sample-dev")["name"]);
        Assert.Equal(3, (int)engine.StackOutputs["size"]!);
        Assert.Equal("ResourceMonitor.SignalAndWaitForShutdown", engine.Calls[^1].Method);
    }

    [Fact]
    public async Task Program_MissingConfiguration_ExplainsHowToSetItAndExitsWith32()
    {
        await using var engine = await StandInEngine.StartAsync();

        var (exitCode, errors) = await RunAsync(ProcessPrograms.Configured, engine.ProcessEnvironment());

        Assert.Equal(32, exitCode);
        var message = (string?)Assert.Single(engine.RequestsOf("Engine.Log"))["message"];
        Assert.Contains("config set sample:size", message, StringComparison.Ordinal);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task ProgramThatThrows_LogsToTheEngineAndExitsWith32()
    {
        await using var engine = await StandInEngine.StartAsync();

        var (exitCode, errors) = await RunAsync(ProcessPrograms.Throwing, engine.ProcessEnvironment());

        Assert.Equal(32, exitCode);
        Assert.Contains("the moon is full", (string?)Assert.Single(engine.RequestsOf("Engine.Log"))["message"], StringComparison.Ordinal);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task ProgramThatLogsAnError_ExitsWith1()
    {
        await using var engine = await StandInEngine.StartAsync();

        var (exitCode, _) = await RunAsync(ProcessPrograms.ErrorLogging, engine.ProcessEnvironment());

        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task StackOfAServiceProvider_RunsLikeAnyOther()
    {
        await using var engine = await StandInEngine.StartAsync();

        var (exitCode, _) = await RunAsync(ProcessPrograms.FromServices, engine.ProcessEnvironment());

        Assert.Equal(0, exitCode);
        Assert.Equal("from the container", (string?)engine.StackOutputs["greeting"]);
    }

    [Fact]
    public async Task ProgramWithUnreachableEngine_ReportsItAndExitsWith1()
    {
        var environment = await EnvironmentOfAnEngineThatHasGoneAsync();

        var (exitCode, errors) = await RunAsync(ProcessPrograms.Configured, environment);

        Assert.Equal(1, exitCode);
        Assert.Contains("cannot be reached", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProgramWithoutAnEngine_FailsAndExplainsHowToRunIt()
    {
        var (exitCode, errors) = await RunAsync(ProcessPrograms.Throwing, new Dictionary<string, string?> { ["PULUMI_MONITOR"] = null });

        Assert.Equal(1, exitCode);
        Assert.Equal("Program run without the Pulumi engine available; re-run using the `pulumi` CLI", errors.Trim());
    }

    private static async Task<IReadOnlyDictionary<string, string?>> EnvironmentOfAnEngineThatHasGoneAsync()
    {
        await using var engine = await StandInEngine.StartAsync();
        return engine.ProcessEnvironment();
    }

    private static async Task<(int ExitCode, string Errors)> RunAsync(string program, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(ProcessPrograms).Assembly.Location, program])
        {
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(Limit);
        try
        {
            var errors = await process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return (process.ExitCode, errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
