using Infra.Cli.Clusters;
using Infra.Engine.Errors;
using Infra.Simulator.Api;
using Infra.Simulator.Hosting;

namespace Cli.Tests.Clusters;

/// <summary>Why a cluster ended is in its log, since its standard output has no reader once it is ready.</summary>
public sealed class ClusterServerTests : IDisposable
{
    private readonly ClusterFiles _files = new("dev", Directory.CreateTempSubdirectory("infra-cluster-").FullName);
    private readonly StringWriter _output = new();

    [Fact]
    public async Task Run_AComponentFailsAfterReady_TheErrorIsInTheLogAndTheClusterCountsAsFailed()
    {
        var component = new FailingComponent(new IOException("no space left on device"));

        var exitCode = await Server.RunAsync(nodes: 1, (_, _) => [component], CancellationToken.None);

        Assert.Equal(ExitCode.Internal, exitCode);
        Assert.Equal(ClusterLauncher.ReadyAnswer, _output.ToString().Trim());
        Assert.Contains("System.IO.IOException: no space left on device", File.ReadAllText(_files.Log), StringComparison.Ordinal);
        var failure = Failed.DescribeFailure()!;
        Assert.Contains("'dev' ended unexpectedly: System.IO.IOException: no space left on device", failure, StringComparison.Ordinal);
        Assert.EndsWith(_files.Log, failure, StringComparison.Ordinal);
        Assert.True(File.Exists(_files.ProcessRecord));
    }

    [Fact]
    public async Task Run_StoppedOnRequest_IsNoFailure()
    {
        using var stop = new CancellationTokenSource();
        var component = new StoppingComponent(stop);

        var exitCode = await Server.RunAsync(nodes: 1, (_, _) => [component], stop.Token);

        Assert.Equal(ExitCode.Success, exitCode);
        Assert.Equal(ClusterState.Stopped, ObservedCluster.Observe(_files).State);
        Assert.Null(ObservedCluster.Observe(_files).DescribeFailure());
        Assert.Contains("stopped on request", File.ReadAllText(_files.Log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TheDirectoryIsInUse_AnswersWithTheReason()
    {
        await using var other = await SimulatedClusterHost.StartAsync(
            new SimulatedClusterOptions { Name = "dev", Directory = _files.Directory },
            (_, _) => []
        );

        Assert.Equal(ExitCode.Error, await Server.RunAsync(nodes: 1, (_, _) => [], CancellationToken.None));

        Assert.Contains("is running already", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Observe_TheRecordedProcessIsGone_IsFailed_AndSaysThatItWasKilled()
    {
        new ClusterProcess(int.MaxValue, DateTimeOffset.UnixEpoch, new Uri("https://127.0.0.1:1/")).Record(_files);

        var observed = ObservedCluster.Observe(_files);

        Assert.Equal(ClusterState.Failed, observed.State);
        Assert.Contains("its process was killed", observed.DescribeFailure(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TheStateIsDamaged_TheReasonIsInTheAnswerAndInTheLog()
    {
        await File.WriteAllTextAsync(Path.Combine(_files.Directory, "state.snapshot"), "damaged\n");

        Assert.Equal(ExitCode.Error, await Server.RunAsync(nodes: 1, (_, _) => [], CancellationToken.None));

        Assert.Contains("state.snapshot, line 1: the checksum is missing", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("state.snapshot, line 1: the checksum is missing", File.ReadAllText(_files.Log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TheRunBeforeWasKilled_CompletesItsLog()
    {
        var killed = new ClusterProcess(int.MaxValue, DateTimeOffset.UnixEpoch, new Uri("https://127.0.0.1:1/"));
        killed.Record(_files);
        await new ClusterLog(_files, TimeProvider.System).WriteServingAsync(killed);
        await File.AppendAllTextAsync(_files.Log, "Stack overflow.\n   at Some.Method()\n");
        Assert.Contains("ended unexpectedly: Stack overflow.", Failed.DescribeFailure(), StringComparison.Ordinal);
        using var stop = new CancellationTokenSource();

        await Server.RunAsync(nodes: 1, (_, _) => [new StoppingComponent(stop)], stop.Token);

        Assert.Contains(
            "killed: the run before this one ended without an entry; its last output: Stack overflow.",
            File.ReadAllText(_files.Log),
            StringComparison.Ordinal
        );
    }

    public void Dispose()
    {
        _output.Dispose();
        Directory.Delete(_files.Directory, recursive: true);
    }

    private ClusterServer Server => new(_files, _output, TimeProvider.System);

    private ObservedCluster Failed => new(_files, ClusterState.Failed, Process: null);

    private sealed class FailingComponent(Exception error) : IClusterComponent
    {
        public Task RunAsync(IClusterClient client, CancellationToken cancellation) => throw error;
    }

    private sealed class StoppingComponent(CancellationTokenSource stop) : IClusterComponent
    {
        public Task RunAsync(IClusterClient client, CancellationToken cancellation)
        {
            stop.Cancel();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        }
    }
}
