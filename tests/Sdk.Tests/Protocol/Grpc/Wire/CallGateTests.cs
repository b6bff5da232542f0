using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Sdk.Tests.Protocol.Grpc.Wire;

public sealed class CallGateTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CallGate _gate;

    public CallGateTests() => _gate = new CallGate(_time);

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task Enter_GateFull_Waits()
    {
        var calls = Enter(CallGate.InitialCapacity + 2);
        Assert.Equal(CallGate.InitialCapacity, Admitted(calls));

        _gate.Leave();

        await calls[^2];
        Assert.False(calls[^1].IsCompleted);
    }

    [Fact]
    public async Task Periods_WithFewerAnswersThanCallsInFlight_DoubleTheCapacityFromTheSecondOn()
    {
        var calls = Enter(CallGate.InitialCapacity * 4);

        _time.Advance(CallGate.Period);
        Assert.Equal(CallGate.InitialCapacity, Admitted(calls));

        _time.Advance(CallGate.Period);
        await Task.WhenAll(calls[..(CallGate.InitialCapacity * 2)]);
        Assert.Equal(CallGate.InitialCapacity * 2, Admitted(calls));

        _time.Advance(CallGate.Period);
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task Periods_WithAsManyAnswersAsCallsInFlight_KeepTheCapacity()
    {
        var calls = Enter(CallGate.InitialCapacity * 4);
        _time.Advance(CallGate.Period);
        await AnswerAll(calls[..(CallGate.InitialCapacity * 2)]);
        _time.Advance(CallGate.Period);
        Assert.Equal(CallGate.InitialCapacity * 2, Admitted(calls));

        // A slow period after a fast one is the first again.
        _time.Advance(CallGate.Period);
        Assert.Equal(CallGate.InitialCapacity * 2, Admitted(calls));
    }

    [Fact]
    public async Task Enter_CancelledWhileWaiting_IsNotAdmitted()
    {
        Enter(CallGate.InitialCapacity);
        using var cancellation = new CancellationTokenSource();
        var cancelled = _gate.EnterAsync(cancellation.Token).AsTask();
        var next = _gate.EnterAsync(CancellationToken.None).AsTask();

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        _gate.Leave();

        await next;
    }

    [Fact]
    public async Task Calls_AnsweredOnlyAfterAllHaveArrived_AreAllAnswered()
    {
        const int Count = CallGate.InitialCapacity * 5;
        var method = new GrpcMethod<Int32Value, Int32Value>("test.Gate", "Meet", Int32Value.Parser, Int32Value.Parser);
        var arrived = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new GrpcServer();
        server.MapUnary(method, async (request, _) =>
        {
            if (Interlocked.Increment(ref arrived) == Count)
            {
                all.SetResult();
            }

            await all.Task;
            return request;
        });
        await server.StartAsync();
        using var channel = new GrpcChannel(server.Address);

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, Count)
                .Select(number =>
                    channel.UnaryAsync(method, new Int32Value { Value = number }, new() { Deadline = TimeSpan.FromMinutes(1) })
                )
        );

        Assert.Equal(Enumerable.Range(0, Count), answers.Select(answer => answer.Value));
    }

    /// <summary>Completes all calls in flight and waits for the calls that are admitted next.</summary>
    private Task AnswerAll(Task[] admitted)
    {
        for (var i = 0; i < CallGate.InitialCapacity; i++)
        {
            _gate.Leave();
        }

        return Task.WhenAll(admitted);
    }

    private Task[] Enter(int count) => [.. Enumerable.Range(0, count).Select(_ => _gate.EnterAsync(CancellationToken.None).AsTask())];

    private static int Admitted(Task[] calls) => calls.Count(call => call.IsCompleted);
}
