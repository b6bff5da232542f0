using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Grpc;
using Microsoft.Extensions.Time.Testing;

namespace Sdk.Tests.Protocol.Grpc;

public sealed class GrpcCallTests
{
    [Fact]
    public async Task Unary_Succeeds_ReturnsTheResponse()
    {
        await using var echo = await EchoService.StartAsync();

        Assert.Equal("héllo", await echo.SayAsync("héllo"));
        Assert.Equal("", await echo.SayAsync(""));
    }

    [Fact]
    public async Task Unary_HandlerFailsWithStatus_CarriesStatusAndMessage()
    {
        await using var echo = await EchoService.StartAsync();
        const string Detail = "100 % schlecht: größer\nals 💥";

        var failure = await Assert.ThrowsAsync<RpcException>(() => echo.CallAsync(EchoService.Fail, Detail));

        Assert.Equal(StatusCode.FailedPrecondition, failure.StatusCode);
        Assert.Equal(Detail, failure.Message);
    }

    [Fact]
    public async Task Unary_HandlerThrows_IsUnknownWithMessageAndWithoutStackTrace()
    {
        await using var echo = await EchoService.StartAsync();

        var failure = await Assert.ThrowsAsync<RpcException>(() => echo.CallAsync(EchoService.Throw, "it broke"));

        Assert.Equal(StatusCode.Unknown, failure.StatusCode);
        Assert.Equal("it broke", failure.Detail);
        Assert.Equal("still alive", await echo.SayAsync("still alive"));
    }

    [Fact]
    public async Task Unary_VeryLongErrorMessage_ArrivesWithTheStatus()
    {
        await using var echo = await EchoService.StartAsync();

        var failure = await Assert.ThrowsAsync<RpcException>(() => echo.CallAsync(EchoService.Fail, new string('ä', 200_000)));

        Assert.Equal(StatusCode.FailedPrecondition, failure.StatusCode);
        Assert.StartsWith("ääää", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unary_UnknownMethod_IsUnimplemented()
    {
        await using var echo = await EchoService.StartAsync();

        var failure = await Assert.ThrowsAsync<RpcException>(() => echo.CallAsync(EchoService.Missing, ""));

        Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
        Assert.Contains("/test.Echo/Missing", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unary_NoServer_IsUnavailable()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        using var channel = new GrpcChannel($"127.0.0.1:{port}");
        var failure = await Assert.ThrowsAsync<RpcException>(() =>
            channel.UnaryAsync(EchoService.Say, new StringValue(), null, CancellationToken.None)
        );

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Contains($"127.0.0.1:{port}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unary_CallerCancels_IsCancelledOnBothSides()
    {
        await using var echo = await EchoService.StartAsync();
        using var cancellation = new CancellationTokenSource();

        var call = echo.CallAsync(EchoService.Wait, "", null, cancellation.Token);
        await echo.ReachedHandlerAsync(call);
        await cancellation.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call)).StatusCode);
        await echo.WaitCancelled.Task;
    }

    [Fact]
    public async Task Unary_DeadlinePassesAtTheClient_IsDeadlineExceededAndCancelsTheHandler()
    {
        var time = new FakeTimeProvider();
        await using var echo = await EchoService.StartAsync(clientTime: time);

        var call = echo.CallAsync(EchoService.Wait, "", new GrpcCallOptions { Deadline = TimeSpan.FromHours(1) });
        await echo.ReachedHandlerAsync(call);
        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => call)).StatusCode);
        await echo.WaitCancelled.Task;
    }

    [Fact]
    public async Task Unary_DeadlinePassesAtTheServer_IsDeadlineExceeded()
    {
        var time = new FakeTimeProvider();
        await using var echo = await EchoService.StartAsync(serverTime: time);

        var call = echo.CallAsync(EchoService.Wait, "", new GrpcCallOptions { Deadline = TimeSpan.FromHours(1) });
        await echo.ReachedHandlerAsync(call);
        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => call)).StatusCode);
        await echo.WaitCancelled.Task;
    }

    [Fact]
    public async Task Unary_DeadlineIsOverBeforeTheCall_IsDeadlineExceeded()
    {
        await using var echo = await EchoService.StartAsync();

        var failure = await Assert.ThrowsAsync<RpcException>(() =>
            echo.CallAsync(EchoService.Wait, "", new GrpcCallOptions { Deadline = TimeSpan.Zero })
        );

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
    }

    [Fact]
    public async Task Unary_ThirtyMegabytes_AreReturnedUnchanged()
    {
        await using var echo = await EchoService.StartAsync();
        var content = new byte[30 * 1024 * 1024];
        new Random(1).NextBytes(content);

        var answer = await echo.Channel.UnaryAsync(EchoService.Return, new BytesValue { Value = UnsafeByteOperations.UnsafeWrap(content) });

        Assert.True(answer.Value.Span.SequenceEqual(content));
    }

    [Fact]
    public async Task Unary_MessageOverTheLimit_IsResourceExhaustedBeforeItIsSent()
    {
        await using var echo = await EchoService.StartAsync();
        var content = new byte[(400 * 1024 * 1024) + 1];

        var failure = await Assert.ThrowsAsync<RpcException>(() =>
            echo.Channel.UnaryAsync(EchoService.Return, new BytesValue { Value = UnsafeByteOperations.UnsafeWrap(content) })
        );

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    [Fact]
    public async Task Unary_AThousandConcurrentCalls_AllSucceed()
    {
        await using var echo = await EchoService.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => echo.SayAsync($"call {i}")));

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"call {i}"), answers);
    }

    [Fact]
    public async Task Unary_AThousandWaitingCalls_DoNotBlockAnother()
    {
        await using var echo = await EchoService.StartAsync();
        using var cancellation = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 1000).Select(_ => echo.CallAsync(EchoService.Wait, "", null, cancellation.Token)).ToArray();

        Assert.Equal("through", await echo.SayAsync("through"));
        await cancellation.CancelAsync();

        foreach (var call in waiting)
        {
            Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call)).StatusCode);
        }
    }

    [Fact]
    public async Task ServerStreaming_Succeeds_YieldsEveryMessageInOrder()
    {
        await using var echo = await EchoService.StartAsync();

        Assert.Equal(Enumerable.Range(1, 2000), await ReadAsync(echo, 2000));
        Assert.Empty(await ReadAsync(echo, 0));
    }

    [Fact]
    public async Task ServerStreaming_FailsAfterMessages_YieldsThemAndThrows()
    {
        await using var echo = await EchoService.StartAsync();
        var received = new List<int>();

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (var number in echo.Channel.ServerStreamingAsync(EchoService.Count, new Int32Value { Value = -3 }))
            {
                received.Add(number.Value);
            }
        });

        Assert.Equal([1, 2, 3], received);
        Assert.Equal(StatusCode.OutOfRange, failure.StatusCode);
    }

    [Fact]
    public async Task ServerStreaming_CallerStopsReading_EndsWithoutError()
    {
        await using var echo = await EchoService.StartAsync();

        await foreach (var number in echo.Channel.ServerStreamingAsync(EchoService.Count, new Int32Value { Value = int.MaxValue }))
        {
            if (number.Value == 10)
            {
                break;
            }
        }

        Assert.Equal("next", await echo.SayAsync("next"));
    }

    [Fact]
    public async Task Stop_WithACallInFlight_WaitsUntilItsTokenIsCancelled()
    {
        await using var echo = await EchoService.StartAsync();
        var call = echo.CallAsync(EchoService.Wait, "");
        await echo.ReachedHandlerAsync(call);
        using var patience = new CancellationTokenSource();

        var stop = echo.Server.StopAsync(patience.Token);
        Assert.False(stop.IsCompleted);
        await patience.CancelAsync();
        await stop;

        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call)).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("http://localhost:80")]
    [InlineData("localhost:80/path")]
    [InlineData("localhost:notaport")]
    public void Channel_AddressIsNotHostAndPort_Throws(string address) =>
        Assert.Throws<ArgumentException>(() => new GrpcChannel(address).Dispose());

    private static async Task<List<int>> ReadAsync(EchoService echo, int count)
    {
        var numbers = new List<int>();
        await foreach (var number in echo.Channel.ServerStreamingAsync(EchoService.Count, new Int32Value { Value = count }))
        {
            numbers.Add(number.Value);
        }

        return numbers;
    }
}
