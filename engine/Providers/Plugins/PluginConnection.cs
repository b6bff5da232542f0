using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;
using Infra.Protocol.Messages.Providers;

namespace Infra.Engine.Providers.Plugins;

/// <summary>The connection to a plugin, which owns its process and the engine's service for it.</summary>
internal sealed class PluginConnection : IAsyncDisposable
{
    /// <summary>How long a plugin may take from its start to the answer of the first call.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan CancelLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(10);

    private readonly PluginLocation _location;
    private readonly PluginHost _host;
    private readonly PluginOutput _output;
    private readonly PluginEngine _engine;
    private readonly PluginProcess? _process;
    private readonly GrpcChannel _channel;

    private PluginConnection(PluginLocation location, PluginHost host, PluginOutput output, PluginEngine engine, PluginProcess? process)
    {
        (_location, _host, _output, _engine, _process) = (location, host, output, engine, process);
        var port = process?.Port ?? location.Port;
        _channel = new GrpcChannel(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), host.Time);
    }

    /// <summary>The plugin's answer to the handshake; null for an older one, which answers in its configuration.</summary>
    public ProviderHandshakeResponse? Handshake { get; private set; }

    /// <summary>Starts a plugin, or attaches to a running one, and calls its handshake.</summary>
    /// <exception cref="ResourceProviderException">The plugin does not start, or does not answer in time.</exception>
    public static async Task<PluginConnection> OpenAsync(
        PluginLocation location,
        string package,
        PluginHost host,
        IProviderLog log,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(StartLimit, host.Time);
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var output = new PluginOutput(log);
        PluginProcess? process = null;
        PluginConnection? connection = null;
        var engine = await PluginEngine.StartAsync(log, cancellationToken);
        try
        {
            if (location.Executable is { } executable)
            {
                process = await PluginProcess.StartAsync(executable, package, engine.Address, host, output, starting.Token);
            }

            connection = new PluginConnection(location, host, output, engine, process);
            await connection.BeginAsync(starting.Token);
            return connection;
        }
        catch (Exception error)
        {
            await (connection?.DisposeAsync() ?? DisposeAsync(process, engine));
            if (error is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                throw new ResourceProviderException(
                    $"the plugin {location} was not ready within {StartLimit.TotalSeconds} seconds of its start." + output.DescribeErrors(),
                    error
                );
            }

            throw;
        }
    }

    /// <summary>Calls a method of the plugin.</summary>
    /// <exception cref="RpcException">The plugin refuses the call.</exception>
    /// <exception cref="ResourceProviderException">The plugin crashed, or gave an answer that is not of the protocol.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled the call.</exception>
    public async Task<TResponse> CallAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        TRequest request,
        CancellationToken cancellationToken
    )
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        try
        {
            return await _channel.UnaryAsync(method, request, cancellationToken: cancellationToken);
        }
        catch (RpcException error) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(error.Message, error, cancellationToken);
        }
        catch (RpcException error) when (!error.IsFromPeer)
        {
            throw await DescribeAsync(error, method.Name);
        }
    }

    /// <summary>Asks the plugin to end its operations early, as far as it can. The operations report how they ended.</summary>
    public async Task CancelAsync()
    {
        try
        {
            var options = new GrpcCallOptions { Deadline = CancelLimit };
            await _channel.UnaryAsync(ResourceProviderMethods.Cancel, new Empty(), options);
        }
        catch (RpcException)
        {
            // Older plugins do not implement it, and a crash is reported by the operations.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await DisposeAsync(_process, _engine);
    }

    private static async ValueTask DisposeAsync(PluginProcess? process, PluginEngine engine)
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }

        await engine.DisposeAsync();
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        Handshake = await NegotiateAsync(cancellationToken);
        if (_location.Executable is null)
        {
            await TolerateMissingAsync(
                CallAsync(ResourceProviderMethods.Attach, new PluginAttach { Address = _engine.Address }, cancellationToken)
            );
        }
    }

    private async Task<ProviderHandshakeResponse?> NegotiateAsync(CancellationToken cancellationToken)
    {
        var request = new ProviderHandshakeRequest { EngineAddress = _engine.Address, ConfigureWithUrn = true };
        if (Path.GetDirectoryName(_location.Executable) is { } directory)
        {
            (request.RootDirectory, request.ProgramDirectory) = (directory, directory);
        }

        while (true)
        {
            try
            {
                return await _channel.UnaryAsync(ResourceProviderMethods.Handshake, request, cancellationToken: cancellationToken);
            }
            catch (RpcException) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
            catch (RpcException error) when (error is { IsFromPeer: true, StatusCode: StatusCode.Unimplemented })
            {
                return null;
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.Unavailable && !(_process?.HasExited ?? false))
            {
                // The plugin may print its port just before it listens.
                await Task.Delay(RetryInterval, _host.Time, cancellationToken);
            }
            catch (RpcException error)
            {
                throw error.IsFromPeer
                    ? new ResourceProviderException($"the plugin {_location} refuses the handshake: {error.Message}", error)
                    : await DescribeAsync(error, ResourceProviderMethods.Handshake.Name);
            }
        }
    }

    private static async Task TolerateMissingAsync(Task call)
    {
        try
        {
            await call;
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unimplemented)
        {
            // The plugin does not need the address of the engine.
        }
    }

    private async Task<ResourceProviderException> DescribeAsync(RpcException error, string method)
    {
        var code = _process is null ? null : await _process.FindExitCodeAsync();
        var message =
            code is not null
                ? $"Detected that {_location} exited prematurely (exit code {code}, during {method}).\n"
                    + "This is *always* a bug in the provider. Please report the issue to the provider author as appropriate."
            : error.StatusCode == StatusCode.Unavailable
                ? $"the plugin {_location} broke the connection during {method}, but has not ended: {error.Message}."
            : $"the plugin {_location} answered {method} with something that is not of the provider protocol: {error.Message}";
        return new ResourceProviderException(message + _output.DescribeErrors(), error) { IsOutcomeUnknown = true };
    }
}
