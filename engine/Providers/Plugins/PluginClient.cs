using Google.Protobuf;
using Infra.Protocol.Grpc;

namespace Infra.Engine.Providers.Plugins;

/// <summary>Calls a plugin, which the first call starts.</summary>
internal sealed class PluginClient(PluginLocation location, string package, PluginHost host, IProviderLog log) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private Task<PluginConnection>? _connection;

    /// <inheritdoc cref="PluginConnection.OpenAsync"/>
    public Task<PluginConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _connection ??= PluginConnection.OpenAsync(location, package, host, log, cancellationToken);
        }
    }

    /// <inheritdoc cref="PluginConnection.CallAsync"/>
    public async Task<TResponse> CallAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        TRequest request,
        CancellationToken cancellationToken
    )
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        await (await ConnectAsync(cancellationToken)).CallAsync(method, request, cancellationToken);

    /// <inheritdoc cref="PluginConnection.CancelAsync"/>
    public async Task CancelAsync()
    {
        if (_connection is { IsCompletedSuccessfully: true } connection)
        {
            await (await connection).CancelAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is null)
        {
            return;
        }

        try
        {
            await (await _connection).DisposeAsync();
        }
        catch (Exception error) when (error is ResourceProviderException or OperationCanceledException)
        {
            // It did not start, which the caller has reported.
        }
    }
}
