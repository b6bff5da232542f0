using System.Net;
using Google.Protobuf;
using Infra.Protocol.Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Infra.Protocol.Grpc;

/// <summary>
/// A gRPC server over plaintext HTTP/2 on a free port of the loopback interface. Kestrel runs without a generic host, because every start
/// of a program includes the start of this server.
/// </summary>
/// <remarks>
/// An <see cref="RpcException"/> of a handler determines the status of the call; any other exception becomes <see
/// cref="StatusCode.Unknown"/> with its message. The token of a handler is cancelled when the client cancels, the deadline passes or the
/// connection breaks.
/// </remarks>
public sealed class GrpcServer : IAsyncDisposable
{
    // Every resource that waits for its dependencies holds a stream open; the default limit of 100 would block a program.
    private const int MaxStreams = 100_000;
    private const int StreamWindowSize = 1024 * 1024;
    private const int ConnectionWindowSize = 16 * 1024 * 1024;

    // Practically infinite. An infinite timeout overflows in Kestrel and closes idle connections at once.
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromDays(365);

    private readonly Dictionary<string, RequestDelegate> _methods = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly KestrelServer _kestrel;
    private ListenOptions? _endpoint;

    /// <summary>Creates a server; <see cref="StartAsync"/> starts it.</summary>
    /// <param name="timeProvider">The clock of the deadlines; the system's by default.</param>
    public GrpcServer(TimeProvider? timeProvider = null)
    {
        _time = timeProvider ?? TimeProvider.System;
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Limits.KeepAliveTimeout = IdleTimeout;
        options.Limits.Http2.MaxStreamsPerConnection = MaxStreams;
        options.Limits.Http2.InitialStreamWindowSize = StreamWindowSize;
        options.Limits.Http2.InitialConnectionWindowSize = ConnectionWindowSize;
        options.Listen(IPAddress.Loopback, 0, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http2;
            _endpoint = endpoint;
        });
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        _kestrel = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
    }

    /// <summary>The port that the server listens on.</summary>
    /// <exception cref="InvalidOperationException">The server has not been started.</exception>
    public int Port =>
        _endpoint?.IPEndPoint is { Port: > 0 } endpoint
            ? endpoint.Port
            : throw new InvalidOperationException("The server has no port before it is started.");

    /// <summary>The address that the server listens on, as <c>host:port</c>.</summary>
    /// <exception cref="InvalidOperationException">The server has not been started.</exception>
    public string Address => $"{IPAddress.Loopback}:{Port}";

    /// <summary>Registers the handler of a unary method. Call it before the server starts.</summary>
    /// <exception cref="ArgumentException">The method has a handler already.</exception>
    public void MapUnary<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        Func<TRequest, CancellationToken, Task<TResponse>> handler
    )
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> => Map(method, async (request, call) =>
        {
            var response = await handler(request, call.Token).ConfigureAwait(false);
            call.Token.ThrowIfCancellationRequested();
            call.Write(response);
        });

    /// <summary>Registers the handler of a unary method that is given the position of the call among those of its client.</summary>
    /// <exception cref="ArgumentException">The method has a handler already.</exception>
    public void MapNumberedUnary<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        Func<TRequest, GrpcServerCall, Task<TResponse>> handler
    )
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> => Map(method, async (request, call) =>
        {
            var response = await handler(request, new GrpcServerCall(call.Number, call.Token)).ConfigureAwait(false);
            call.Token.ThrowIfCancellationRequested();
            call.Write(response);
        });

    /// <summary>Registers the handler of a server streaming method. Call it before the server starts.</summary>
    /// <exception cref="ArgumentException">The method has a handler already.</exception>
    public void MapServerStreaming<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        Func<TRequest, CancellationToken, IAsyncEnumerable<TResponse>> handler
    )
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> => Map(method, async (request, call) =>
        {
            await call.FlushAsync().ConfigureAwait(false);
            await foreach (var response in handler(request, call.Token).WithCancellation(call.Token).ConfigureAwait(false))
            {
                call.Write(response);
                await call.FlushAsync().ConfigureAwait(false);
            }
        });

    /// <summary>Starts to listen and to answer calls.</summary>
    public Task StartAsync(CancellationToken cancellationToken = default) =>
        _kestrel.StartAsync(new ServerApplication(_methods, _time), cancellationToken);

    /// <summary>Refuses new calls and waits for those in flight. Cancelling <paramref name="cancellationToken"/> aborts them.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => _kestrel.StopAsync(cancellationToken);

    /// <summary>Stops at once and aborts the calls in flight.</summary>
    public async ValueTask DisposeAsync()
    {
        await _kestrel.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        _kestrel.Dispose();
    }

    private void Map<TRequest, TResponse>(GrpcMethod<TRequest, TResponse> method, Func<TRequest, ServerCall, Task> answer)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        _methods.Add(method.FullPath, context => ServerCall.RunAsync(context, _time, method.RequestParser, answer));
}
