using Google.Protobuf.WellKnownTypes;
using Infra.Engine.Resources;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;

namespace Infra.Engine.Providers.Plugins;

/// <summary>The service <c>pulumirpc.Engine</c> as a plugin sees it: its log, and a place for the root resource.</summary>
internal sealed class PluginEngine : IAsyncDisposable
{
    private readonly GrpcServer _server = new();
    private readonly IProviderLog _log;
    private volatile string _rootUrn = "";

    private PluginEngine(IProviderLog log)
    {
        _log = log;
        _server.MapUnary(EngineMethods.Log, (request, _) => Task.FromResult(Log(request)));
        _server.MapUnary(EngineMethods.GetRootResource, (_, _) => Task.FromResult(new GetRootResourceResponse { Urn = _rootUrn }));
        _server.MapUnary(EngineMethods.SetRootResource, (request, _) =>
        {
            _rootUrn = request.Urn;
            return Task.FromResult(new SetRootResourceResponse());
        });
    }

    /// <summary>The address that a plugin receives as its argument.</summary>
    public string Address => _server.Address;

    /// <summary>Starts the service.</summary>
    public static async Task<PluginEngine> StartAsync(IProviderLog log, CancellationToken cancellationToken)
    {
        var engine = new PluginEngine(log);
        await engine._server.StartAsync(cancellationToken);
        return engine;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Empty Log(LogRequest request)
    {
        var urn = new Urn(request.Urn);
        Action<Urn, string> log = request switch
        {
            { Ephemeral: true } => _log.Status,
            { Severity: LogSeverity.Debug } => _log.Debug,
            { Severity: LogSeverity.Warning } => _log.Warning,
            { Severity: LogSeverity.Error } => _log.Error,
            _ => _log.Info,
        };
        log(urn, request.Message);
        return new Empty();
    }
}
