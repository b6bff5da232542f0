using Infra.PolicyPacks.Hosting;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;

namespace Infra.PolicyPacks.Tests.Support;

/// <summary>Runs a pack as an engine does: reads the port from its output and calls it over gRPC.</summary>
internal sealed class StandInEngine : IAsyncDisposable
{
    private readonly CancellationTokenSource _kill = new();
    private readonly GrpcChannel _channel;

    private StandInEngine(Task<int> pack, string output, CancellationTokenSource kill)
    {
        (Pack, Output, _kill) = (pack, output, kill);
        _channel = new GrpcChannel($"127.0.0.1:{output.Trim()}");
    }

    /// <summary>Ends with the pack's exit code.</summary>
    public Task<int> Pack { get; }

    /// <summary>The output of the pack up to its first flush.</summary>
    public string Output { get; }

    public static async Task<StandInEngine> StartAsync(PolicyPack policies)
    {
        var output = new SignallingWriter();
        var kill = new CancellationTokenSource();
        var pack = PolicyPackHost.RunAsync(policies, output, kill.Token);
        await Task.WhenAny(output.Flushed, pack);
        if (!output.Flushed.IsCompleted)
        {
            await pack;
        }

        return new StandInEngine(pack, output.ToString(), kill);
    }

    public Task HandshakeAsync() =>
        _channel.UnaryAsync(AnalyzerMethods.Handshake, new AnalyzerHandshakeRequest { EngineAddress = "127.0.0.1:1" });

    public Task ConfigureStackAsync(string stack = "dev", bool isDryRun = true, params (string Key, string Value)[] config)
    {
        var request = new AnalyzerStackConfigureRequest
        {
            Stack = stack,
            Project = "shop",
            Organization = "organization",
            DryRun = isDryRun,
        };
        foreach (var (key, value) in config)
        {
            request.Config.Add(key, value);
        }

        return _channel.UnaryAsync(AnalyzerMethods.ConfigureStack, request);
    }

    public Task<AnalyzerInfo> GetInfoAsync() => _channel.UnaryAsync(AnalyzerMethods.GetAnalyzerInfo, new());

    public Task<PluginInfo> GetPluginInfoAsync() => _channel.UnaryAsync(AnalyzerMethods.GetPluginInfo, new());

    public Task ConfigureAsync(params (string Policy, PolicyConfig Config)[] policies)
    {
        var request = new ConfigureAnalyzerRequest();
        foreach (var (policy, config) in policies)
        {
            request.PolicyConfig.Add(policy, config);
        }

        return _channel.UnaryAsync(AnalyzerMethods.Configure, request);
    }

    public Task<AnalyzeResponse> AnalyzeAsync(PolicyResource resource, CancellationToken cancellationToken = default) =>
        _channel.UnaryAsync(AnalyzerMethods.Analyze, Requests.ToRequest(resource), cancellationToken: cancellationToken);

    public Task<RemediateResponse> RemediateAsync(PolicyResource resource) =>
        _channel.UnaryAsync(AnalyzerMethods.Remediate, Requests.ToRequest(resource));

    public Task<AnalyzeResponse> AnalyzeStackAsync(IEnumerable<PolicyResource> resources) =>
        _channel.UnaryAsync(AnalyzerMethods.AnalyzeStack, Requests.ToStackRequest(resources));

    public Task CancelAsync() => _channel.UnaryAsync(AnalyzerMethods.Cancel, new());

    public async ValueTask DisposeAsync()
    {
        await _kill.CancelAsync();
        _channel.Dispose();
        await Pack;
        _kill.Dispose();
    }

    private sealed class SignallingWriter : StringWriter
    {
        private readonly TaskCompletionSource _flushed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Flushed => _flushed.Task;

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            _flushed.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
