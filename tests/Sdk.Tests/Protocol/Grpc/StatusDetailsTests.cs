using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Wire;

namespace Sdk.Tests.Protocol.Grpc;

public sealed class StatusDetailsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(300_000)]
    public async Task Unary_HandlerFailsWithDetails_CarriesThem(int length)
    {
        await using var server = new GrpcServer();
        var sent = Any.Pack(new StringValue { Value = new string('ä', length) });
        server.MapUnary(EchoService.Say, (request, _) => throw new RpcException(StatusCode.Unknown, "not ready") { Details = [sent] });
        await server.StartAsync();
        using var channel = new GrpcChannel(server.Address);

        var failure = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(EchoService.Say, new StringValue()));

        Assert.Equal((StatusCode.Unknown, "not ready", true), (failure.StatusCode, failure.Detail, failure.IsFromPeer));
        Assert.Equal([sent], failure.Details);
    }

    [Fact]
    public void Decode_PaddedOrUnpaddedBase64_ReturnsTheStatus()
    {
        var status = new Status { Code = 2, Message = "abc" };
        var text = Convert.ToBase64String(status.ToByteArray());

        Assert.EndsWith("=", text, StringComparison.Ordinal);
        Assert.Equal(status, StatusDetails.Decode(text));
        Assert.Equal(status, StatusDetails.Decode(text.TrimEnd('=')));
    }

    [Theory]
    [InlineData("!")]
    [InlineData("AAAA")]
    public void Decode_Malformed_HasNoDetails(string text) => Assert.Empty(StatusDetails.Decode(text).Details);
}
