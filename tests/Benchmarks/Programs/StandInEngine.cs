using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;

namespace Benchmarks.Programs;

/// <summary>A minimal engine that echoes all inputs.</summary>
internal sealed class StandInEngine : IAsyncDisposable
{
    private readonly GrpcServer _server = new();
    private long _firstCall;

    private StandInEngine()
    {
        _server.MapUnary(ResourceMonitorMethods.SupportsFeature, (_, _) => Answer(new SupportsFeatureResponse { HasSupport = true }));
        _server.MapUnary(ResourceMonitorMethods.RegisterResource, (request, _) => Answer(
                new RegisterResourceResponse
                {
                    Urn = $"urn:pulumi:dev::benchmark::{request.Type}::{request.Name}",
                    Id = request.Custom ? request.Name : "",
                    Object = Struct.Parser.ParseFrom(request.Object),
                }
            ));
        _server.MapUnary(ResourceMonitorMethods.RegisterResourceOutputs, (_, _) => Answer(new Empty()));
        _server.MapUnary(ResourceMonitorMethods.SignalAndWaitForShutdown, (_, _) => Answer(new Empty()));
        _server.MapUnary(EngineMethods.Log, (request, _) => throw new InvalidOperationException(request.Message));
    }

    /// <summary>The <see cref="Stopwatch"/> time stamp of the first call.</summary>
    public long FirstCall => Interlocked.Read(ref _firstCall);

    public static async Task<StandInEngine> StartAsync()
    {
        var engine = new StandInEngine();
        await engine._server.StartAsync();
        return engine;
    }

    /// <summary>The environment variables that an engine sets for a program.</summary>
    public IReadOnlyDictionary<string, string?> Environment =>
        new Dictionary<string, string?>
        {
            ["PULUMI_MONITOR"] = _server.Address,
            ["PULUMI_ENGINE"] = _server.Address,
            ["PULUMI_PROJECT"] = "benchmark",
            ["PULUMI_STACK"] = "dev",
            ["PULUMI_DRY_RUN"] = "false",
            ["PULUMI_QUERY_MODE"] = "false",
            ["PULUMI_PARALLEL"] = "16",
            ["PULUMI_CONFIG"] = "{}",
            ["PULUMI_CONFIG_SECRET_KEYS"] = "[]",
        };

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task<T> Answer<T>(T response)
    {
        Interlocked.CompareExchange(ref _firstCall, Stopwatch.GetTimestamp(), 0);
        return Task.FromResult(response);
    }
}
