using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Infra.Protocol.Grpc.Wire;

namespace Infra.Protocol.Grpc;

/// <summary>
/// The client's side of gRPC, over plaintext HTTP/2 with prior knowledge. Connections are made when the first call needs one.
/// Any number of calls may be made at once; how many of them are in flight follows the pace of the server. Every failure of a call is an <see cref="RpcException"/>: an unreachable server is
/// <see cref="StatusCode.Unavailable"/>, a call given up by its caller <see cref="StatusCode.Cancelled"/>.
/// </summary>
public sealed class GrpcChannel : IDisposable
{
    private const int StreamWindowSize = 1024 * 1024;

    private readonly HttpMessageInvoker _http;
    private readonly Uri _address;
    private readonly ConcurrentDictionary<string, Uri> _methods = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly CallGate _gate;

    /// <summary>Creates a channel to a server.</summary>
    /// <param name="hostAndPort">The server's address without a scheme, e.g. <c>127.0.0.1:50051</c>.</param>
    /// <param name="timeProvider">The clock of the deadlines; the system's by default.</param>
    /// <exception cref="ArgumentException">The address is not of the form <c>host:port</c>.</exception>
    public GrpcChannel(string hostAndPort, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(hostAndPort);
        if (!Uri.TryCreate($"http://{hostAndPort}/", UriKind.Absolute, out var address)
            || address.PathAndQuery != "/" || !hostAndPort.EndsWith($":{address.Port}", StringComparison.Ordinal))
            throw new ArgumentException($"'{hostAndPort}' is no address of a gRPC server; write host:port, e.g. 127.0.0.1:50051.", nameof(hostAndPort));

        Address = hostAndPort;
        _address = address;
        _time = timeProvider ?? TimeProvider.System;
        _gate = new CallGate(_time);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = StreamWindowSize,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
        });
    }

    /// <summary>The server's address as it was given.</summary>
    public string Address { get; }

    /// <summary>Makes a call that is answered with one message.</summary>
    /// <exception cref="RpcException">The call failed.</exception>
    public Task<TResponse> UnaryAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        TRequest request,
        GrpcCallOptions? options = null,
        CancellationToken cancellationToken = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(method);

        // Thousands of calls may wait for their turn. Each holds the bytes of its message then, not the many objects they are made of.
        return UnaryAsync(method, MessageFrame.Of(request, options?.AddedField), options, cancellationToken);
    }

    /// <summary>Makes a call that is answered with a stream of messages. Giving up the enumeration gives up the call.</summary>
    /// <exception cref="RpcException">The call failed, before or after messages had come.</exception>
    public async IAsyncEnumerable<TResponse> ServerStreamingAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        TRequest request,
        GrpcCallOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        using var call = NewCall(method, MessageFrame.Of(request, options?.AddedField), options, cancellationToken);
        MessageReader? body = null;
        while (true)
        {
            TResponse? response;
            try
            {
                body ??= await call.StartAsync(_http).ConfigureAwait(false);
                response = await body.ReadAsync(method.ResponseParser, call.Token).ConfigureAwait(false);
                if (response is null)
                    call.ThrowUnlessOK();
            }
            catch (Exception exception) when (call.TryExplain(exception, out var failure))
            {
                throw failure;
            }

            if (response is null)
                yield break;
            yield return response;
        }
    }

    /// <summary>Closes the connections. Calls still under way fail.</summary>
    public void Dispose()
    {
        _http.Dispose();
        _gate.Dispose();
    }

    private async Task<TResponse> UnaryAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, ReadOnlyMemory<byte> frame, GrpcCallOptions? options, CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        using var call = NewCall(method, frame, options, cancellationToken);
        var isInFlight = false;
        try
        {
            await _gate.EnterAsync(call.Token).ConfigureAwait(false);
            isInFlight = true;
            var body = await call.StartAsync(_http).ConfigureAwait(false);
            var response = await body.ReadAsync(method.ResponseParser, call.Token).ConfigureAwait(false);
            if (response is not null)
                await body.ReadEndAsync(call.Token).ConfigureAwait(false);
            call.ThrowUnlessOK();
            return response ?? throw new RpcException(StatusCode.Internal, $"{method} succeeded without an answer.");
        }
        catch (Exception exception) when (call.TryExplain(exception, out var failure))
        {
            throw failure;
        }
        finally
        {
            if (isInFlight)
                _gate.Leave();
        }
    }

    private ClientCall NewCall<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, ReadOnlyMemory<byte> frame, GrpcCallOptions? options, CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        var uri = _methods.GetOrAdd(method.FullPath, static (path, server) => new Uri(server, path), _address);
        return new(uri, frame, options ?? GrpcCallOptions.Default, _time, cancellationToken);
    }
}
