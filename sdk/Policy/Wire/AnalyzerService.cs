using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Infra.PolicyPacks.Configuration;
using Infra.PolicyPacks.Running;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Infra.PolicyPacks.Wire;

/// <summary>Serves a pack as Pulumi's Analyzer service on a free port of the loopback interface.</summary>
internal sealed class AnalyzerService : IAsyncDisposable
{
    private readonly PolicyCatalog _catalog;
    private readonly GrpcServer _server = new();
    private readonly CancellationTokenSource _cancelled = new();
    private readonly TaskCompletionSource _shutdown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, PolicyResource> _declared = new(StringComparer.Ordinal);
    private readonly Lock _configuring = new();
    private volatile PackSession _session;

    public AnalyzerService(PolicyCatalog catalog)
    {
        _catalog = catalog;
        _session = PackSession.Start(catalog);
        _server.MapUnary(AnalyzerMethods.Handshake, (_, _) => Task.FromResult(new AnalyzerHandshakeResponse()));
        _server.MapUnary(AnalyzerMethods.ConfigureStack, (request, _) => Task.FromResult(ConfigureStack(request)));
        _server.MapUnary(AnalyzerMethods.GetAnalyzerInfo, (_, _) => Task.FromResult(GetAnalyzerInfo()));
        _server.MapUnary(AnalyzerMethods.GetPluginInfo, (_, _) => Task.FromResult(new PluginInfo { Version = catalog.Pack.Version }));
        _server.MapUnary(AnalyzerMethods.Configure, (request, _) => Task.FromResult(Configure(request)));
        _server.MapUnary(AnalyzerMethods.Analyze, (request, token) =>
            RunAsync(request.Urn, cancellation => Analyze(Declare(RequestReader.Read(request)), cancellation), token)
        );
        _server.MapUnary(AnalyzerMethods.AnalyzeStack, (request, token) =>
            RunAsync("the stack", cancellation => AnalyzeStack(RequestReader.Read(request, _declared), cancellation), token)
        );
        _server.MapUnary(AnalyzerMethods.Remediate, (request, token) =>
            RunAsync(request.Urn, cancellation => Remediate(RequestReader.Read(request), cancellation), token)
        );
        _server.MapUnary(AnalyzerMethods.Cancel, async (_, _) => await CancelAsync().ConfigureAwait(false));
    }

    public int Port => _server.Port;

    public string Address => _server.Address;

    public Task StartAsync(CancellationToken cancellationToken = default) => _server.StartAsync(cancellationToken);

    /// <summary>Waits until the engine or the caller cancels the service and the calls in progress are answered.</summary>
    public async Task WaitForShutdownAsync(CancellationToken cancellationToken = default)
    {
        await using (cancellationToken.Register(() => _shutdown.TrySetResult()))
        {
            await _shutdown.Task.ConfigureAwait(false);
        }

        await _server.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().ConfigureAwait(false);
        _cancelled.Dispose();
    }

    private AnalyzerStackConfigureResponse ConfigureStack(AnalyzerStackConfigureRequest request)
    {
        Change(session => session.WithStack(_catalog, RequestReader.Read(request)));
        return new AnalyzerStackConfigureResponse();
    }

    private Empty Configure(ConfigureAnalyzerRequest request)
    {
        Change(session => session.WithConfiguration(_catalog, ConfigurationReader.Read(request)));
        return new Empty();
    }

    private AnalyzerInfo GetAnalyzerInfo()
    {
        var session = _session;
        return ResponseWriter.Write(_catalog, session.Configuration, session.StackLayer);
    }

    private AnalyzeResponse Analyze(PolicyResource resource, CancellationToken cancellation)
    {
        var skipped = new List<NotApplicable>();
        return ResponseWriter.Write(_catalog, _session.Run.Analyze(resource, cancellation, skipped), skipped);
    }

    private RemediateResponse Remediate(PolicyResource resource, CancellationToken cancellation) =>
        ResponseWriter.Write(_catalog, _session.Run.Remediate(resource, cancellation));

    private AnalyzeResponse AnalyzeStack(StackResources resources, CancellationToken cancellation)
    {
        var skipped = new List<NotApplicable>();
        return ResponseWriter.Write(_catalog, _session.Run.AnalyzeStack(resources, cancellation, skipped), skipped);
    }

    private PolicyResource Declare(PolicyResource resource) => _declared[resource.Urn] = resource;

    private async Task<Empty> CancelAsync()
    {
        await _cancelled.CancelAsync().ConfigureAwait(false);
        _shutdown.TrySetResult();
        return new Empty();
    }

    private void Change(Func<PackSession, PackSession> change)
    {
        try
        {
            lock (_configuring)
            {
                _session = change(_session);
            }
        }
        catch (ConfigurationException exception)
        {
            throw new RpcException(StatusCode.InvalidArgument, exception.Message, exception);
        }
    }

    // Policies compute without waiting: on the thread pool they do not keep the connection from reading Cancel.
    private async Task<TResponse> RunAsync<TResponse>(string subject, Func<CancellationToken, TResponse> run, CancellationToken callToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(callToken, _cancelled.Token);
        try
        {
            return await Task.Run(() => run(either.Token), either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (either.IsCancellationRequested)
        {
            throw new RpcException(StatusCode.Cancelled, $"The analysis of {subject} was cancelled.", exception);
        }
        catch (PropertyFormatException exception)
        {
            throw new RpcException(
                StatusCode.InvalidArgument,
                $"The properties of {subject} cannot be read: {exception.Message}",
                exception
            );
        }
    }
}
