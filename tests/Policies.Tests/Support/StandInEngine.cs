using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Resources;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;

namespace Infra.Policies.Tests.Support;

/// <summary>Runs a pack as an engine does: reads the port from its output and talks to it over real gRPC.</summary>
internal sealed class StandInEngine : IAsyncDisposable
{
    private readonly CancellationTokenSource _kill = new();
    private readonly GrpcChannel _channel;

    private StandInEngine(Task<int> pack, string output, CancellationTokenSource kill)
    {
        (Pack, Output, _kill) = (pack, output, kill);
        _channel = new GrpcChannel($"127.0.0.1:{output.Trim()}");
    }

    /// <summary>The pack's exit code, once it has ended.</summary>
    public Task<int> Pack { get; }

    /// <summary>What the pack had written when it was ready.</summary>
    public string Output { get; }

    public static async Task<StandInEngine> StartAsync(Func<PolicyPack> create)
    {
        var output = new SignallingWriter();
        var kill = new CancellationTokenSource();
        var pack = PolicyPack.RunAsync(["127.0.0.1:1"], create, output, kill.Token);
        await Task.WhenAny(output.Flushed, pack);
        if (!output.Flushed.IsCompleted)
            await pack;
        return new StandInEngine(pack, output.ToString(), kill);
    }

    public Task HandshakeAsync() => _channel.UnaryAsync(AnalyzerMethods.Handshake, new AnalyzerHandshakeRequest { EngineAddress = "127.0.0.1:1" });

    public Task ConfigureStackAsync(string stack = "dev", bool isDryRun = true, params (string Key, string Value)[] config)
    {
        var request = new AnalyzerStackConfigureRequest { Stack = stack, Project = "shop", Organization = "organization", DryRun = isDryRun };
        foreach (var (key, value) in config)
            request.Config.Add(key, value);
        return _channel.UnaryAsync(AnalyzerMethods.ConfigureStack, request);
    }

    public Task<AnalyzerInfo> GetInfoAsync() => _channel.UnaryAsync(AnalyzerMethods.GetAnalyzerInfo, new());

    public Task<PluginInfo> GetPluginInfoAsync() => _channel.UnaryAsync(AnalyzerMethods.GetPluginInfo, new());

    public Task ConfigureAsync(params (string Policy, PolicyConfig Config)[] policies)
    {
        var request = new ConfigureAnalyzerRequest();
        foreach (var (policy, config) in policies)
            request.PolicyConfig.Add(policy, config);
        return _channel.UnaryAsync(AnalyzerMethods.Configure, request);
    }

    public Task<AnalyzeResponse> AnalyzeAsync(AnalyzedResource resource, CancellationToken cancellationToken = default) =>
        _channel.UnaryAsync(AnalyzerMethods.Analyze, Resources.ToRequest(resource), cancellationToken: cancellationToken);

    public Task<RemediateResponse> RemediateAsync(AnalyzedResource resource) => _channel.UnaryAsync(AnalyzerMethods.Remediate, Resources.ToRequest(resource));

    public Task<AnalyzeResponse> AnalyzeStackAsync(IEnumerable<AnalyzedResource> resources) =>
        _channel.UnaryAsync(AnalyzerMethods.AnalyzeStack, Resources.ToStackRequest(resources));

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
