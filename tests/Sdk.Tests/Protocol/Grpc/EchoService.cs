using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Grpc;

namespace Sdk.Tests.Protocol.Grpc;

/// <summary>A server with some methods, and a channel to it.</summary>
internal sealed class EchoService : IAsyncDisposable
{
    public static readonly GrpcMethod<StringValue, StringValue> Say = Unary("Say");
    public static readonly GrpcMethod<StringValue, StringValue> Fail = Unary("Fail");
    public static readonly GrpcMethod<StringValue, StringValue> Throw = Unary("Throw");
    public static readonly GrpcMethod<StringValue, StringValue> Wait = Unary("Wait");
    public static readonly GrpcMethod<StringValue, StringValue> Missing = Unary("Missing");
    public static readonly GrpcMethod<BytesValue, BytesValue> Return = new("test.Echo", "Return", BytesValue.Parser, BytesValue.Parser);

    public static readonly GrpcMethod<Int32Value, Int32Value> Count = new("test.Echo", "Count", Int32Value.Parser, Int32Value.Parser);

    private EchoService(GrpcServer server, GrpcChannel channel) => (Server, Channel) = (server, channel);

    public GrpcServer Server { get; }

    public GrpcChannel Channel { get; }

    /// <summary>Completed when the handler of Wait was cancelled.</summary>
    public TaskCompletionSource WaitCancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TaskCompletionSource WaitStarted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<EchoService> StartAsync(TimeProvider? clientTime = null, TimeProvider? serverTime = null)
    {
        var server = new GrpcServer(serverTime);
        EchoService? self = null;
        server.MapUnary(Say, (request, _) => Task.FromResult(request));
        server.MapUnary(Fail, (request, _) => throw new RpcException(StatusCode.FailedPrecondition, request.Value));
        server.MapUnary(Throw, (request, _) => throw new InvalidOperationException(request.Value));
        server.MapUnary(Return, (request, _) => Task.FromResult(request));
        server.MapUnary(Wait, (request, cancellationToken) => self!.WaitForeverAsync(request, cancellationToken));
        server.MapServerStreaming(Count, (request, _) => CountTo(request.Value));
        await server.StartAsync();
        return self = new EchoService(server, new GrpcChannel(server.Address, clientTime));
    }

    public Task<string> SayAsync(string text) => CallAsync(Say, text);

    public async Task<string> CallAsync(
        GrpcMethod<StringValue, StringValue> method,
        string text,
        GrpcCallOptions? options = null,
        CancellationToken cancellationToken = default
    ) => (await Channel.UnaryAsync(method, new StringValue { Value = text }, options, cancellationToken)).Value;

    /// <summary>Waits until a call of Wait reaches its handler, or throws if the call fails.</summary>
    public async Task ReachedHandlerAsync(Task call) => await await Task.WhenAny(call, WaitStarted.Task);

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>Counts from 1 to the absolute value of the number; fails afterwards if the number is negative.</summary>
    private static IAsyncEnumerable<Int32Value> CountTo(int number)
    {
        var counted = AsyncEnumerable.Range(1, Math.Abs(number)).Select(value => new Int32Value { Value = value });
        var failure = AsyncEnumerable.Range(0, 1).Select(Int32Value (_) => throw new RpcException(StatusCode.OutOfRange, "negative"));
        return number < 0 ? counted.Concat(failure) : counted;
    }

    private static GrpcMethod<StringValue, StringValue> Unary(string name) =>
        new("test.Echo", name, StringValue.Parser, StringValue.Parser);

    private async Task<StringValue> WaitForeverAsync(StringValue request, CancellationToken cancellationToken)
    {
        WaitStarted.TrySetResult();
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return request;
        }
        finally
        {
            WaitCancelled.TrySetResult();
        }
    }
}
