using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Infra.Protocol.Grpc.Wire;

namespace Infra.Protocol.Grpc;

/// <summary>
/// A gRPC client over plaintext HTTP/2 with prior knowledge. It connects at the first call. Any number of calls may be made concurrently;
/// the number of calls in flight adapts to the server's speed. Every failure is an <see cref="RpcException"/>: <see
/// cref="StatusCode.Unavailable"/> for an unreachable server, <see cref="StatusCode.Cancelled"/> for a call that its caller cancels.
/// </summary>
public sealed class GrpcChannel : IDisposable
{
    private const int StreamWindowSize = 1024 * 1024;

    // The details of a status may contain the properties of a resource.
    private const int MaxHeadersKilobytes = 16 * 1024;

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
        if (
            !Uri.TryCreate($"http://{hostAndPort}/", UriKind.Absolute, out var address)
            || address.PathAndQuery != "/"
            || !hostAndPort.EndsWith($":{address.Port}", StringComparison.Ordinal)
        )
        {
            throw new ArgumentException(
                $"'{hostAndPort}' is not the address of a gRPC server; write host:port, e.g. 127.0.0.1:50051.",
                nameof(hostAndPort)
            );
        }

        Address = hostAndPort;
        _address = address;
        _time = timeProvider ?? TimeProvider.System;
        _gate = new CallGate(_time);
        _http = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                EnableMultipleHttp2Connections = true,
                InitialHttp2StreamWindowSize = StreamWindowSize,
#pragma warning disable CA2262 // The value is meant to be in the megabytes.
                MaxResponseHeadersLength = MaxHeadersKilobytes,
#pragma warning restore CA2262
                PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
                ActivityHeadersPropagator = null,
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
            }
        );
    }

    /// <summary>The server's address as passed to the constructor.</summary>
    public string Address { get; }

    /// <summary>Makes a unary call.</summary>
    /// <exception cref="RpcException">The call failed.</exception>
    public Task<TResponse> UnaryAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        TRequest request,
        GrpcCallOptions? options = null,
        CancellationToken cancellationToken = default
    )
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(method);

        // Thousands of calls may be queued. Encoding first frees the objects of their messages.
        return UnaryAsync(method, MessageFrame.Encode(request, options?.AddedField), options, cancellationToken);
    }

    /// <summary>Makes a server streaming call. Ending the enumeration early cancels the call.</summary>
    /// <exception cref="RpcException">The call failed, possibly after messages were received.</exception>
    public async IAsyncEnumerable<TResponse> ServerStreamingAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        TRequest request,
        GrpcCallOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        using var call = NewCall(method, MessageFrame.Encode(request, options?.AddedField), options, cancellationToken);
        MessageReader? body = null;
        while (true)
        {
            TResponse? response;
            try
            {
                body ??= await call.StartAsync(_http).ConfigureAwait(false);
                response = await body.ReadAsync(method.ResponseParser, call.Token).ConfigureAwait(false);
                if (response is null)
                {
                    call.ThrowUnlessOK();
                }
            }
            catch (Exception exception) when (call.TryExplain(exception, out var failure))
            {
                throw failure;
            }

            if (response is null)
            {
                yield break;
            }

            yield return response;
        }
    }

    /// <summary>Closes the connections. Calls in flight fail.</summary>
    public void Dispose()
    {
        _http.Dispose();
        _gate.Dispose();
    }

    private async Task<TResponse> UnaryAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        ReadOnlyMemory<byte> frame,
        GrpcCallOptions? options,
        CancellationToken cancellationToken
    )
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
            {
                await body.ReadEndAsync(call.Token).ConfigureAwait(false);
            }

            call.ThrowUnlessOK();
            return response ?? throw new RpcException(StatusCode.Internal, $"{method} succeeded without a response.");
        }
        catch (Exception exception) when (call.TryExplain(exception, out var failure))
        {
            throw failure;
        }
        finally
        {
            if (isInFlight)
            {
                _gate.Leave();
            }
        }
    }

    private ClientCall NewCall<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        ReadOnlyMemory<byte> frame,
        GrpcCallOptions? options,
        CancellationToken cancellationToken
    )
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        var uri = _methods.GetOrAdd(method.FullPath, static (path, server) => new Uri(server, path), _address);
        return new(uri, frame, options ?? GrpcCallOptions.Default, _time, cancellationToken);
    }
}
