using System.Collections.Concurrent;
using Google.Protobuf;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Wire = Infra.Protocol.Messages;

namespace Pulumi;

/// <summary>A function that the engine calls with an encoded message.</summary>
internal delegate Task<IMessage> Callback(ByteString request, CancellationToken cancellationToken);

/// <summary>Serves functions of the program to the engine on the loopback interface, from the first function on.</summary>
internal sealed class CallbackHost : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Callback> _callbacks = new(StringComparer.Ordinal);
    private readonly ExecutionContext? _context;
    private readonly RegistrationWindow _window;
    private readonly Lazy<Task<GrpcServer>> _server;

    /// <summary>Creates a host that does not listen yet.</summary>
    /// <param name="context">The context that functions run in, so that they are part of the deployment.</param>
    /// <param name="window">The window of the registrations that the functions may wait for.</param>
    public CallbackHost(ExecutionContext? context, RegistrationWindow window)
    {
        _context = context;
        _window = window;
        _server = new(StartAsync);
    }

    /// <summary>Adds a function.</summary>
    /// <returns>The callback to send to the engine.</returns>
    public async Task<Wire.Callback> AddAsync(Callback callback)
    {
        var token = Guid.NewGuid().ToString();
        _callbacks[token] = callback;
        var server = await _server.Value.ConfigureAwait(false);
        return new Wire.Callback { Token = token, Target = server.Address };
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<GrpcServer> StartAsync()
    {
        var server = new GrpcServer();
        server.MapUnary(CallbacksMethods.Invoke, InvokeAsync);
        await server.StartAsync().ConfigureAwait(false);
        return server;
    }

    private async Task<Wire.CallbackInvokeResponse> InvokeAsync(Wire.CallbackInvokeRequest request, CancellationToken cancellationToken)
    {
        if (!_callbacks.TryGetValue(request.Token, out var callback))
        {
            throw new RpcException(StatusCode.InvalidArgument, $"There is no callback with the token {request.Token}.");
        }

        var response = await _window
            .CallBackAsync(() => RunInContext(() => callback(request.Request, cancellationToken)))
            .ConfigureAwait(false);
        return new Wire.CallbackInvokeResponse { Response = response.ToByteString() };
    }

    private Task<IMessage> RunInContext(Func<Task<IMessage>> run)
    {
        if (_context is null)
        {
            return run();
        }

        Task<IMessage>? result = null;
        ExecutionContext.Run(_context, _ => result = run(), null);
        return result!;
    }
}
