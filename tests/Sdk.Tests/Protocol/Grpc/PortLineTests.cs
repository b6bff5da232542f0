using Infra.Protocol.Grpc;

namespace Sdk.Tests.Protocol.Grpc;

public sealed class PortLineTests
{
    [Theory]
    [InlineData("4711")]
    [InlineData(" 4711 \r")]
    [InlineData("\u001b]9;4;3;\u001b\\4711")]
    [InlineData("\u001b]9;4;3;\a\u001b]9;4;0;\u001b\\4711")]
    public void TryParse_PortWithOrWithoutProgressEscapes_IsThePort(string line)
    {
        Assert.True(PortLine.TryParse(line, out var port));
        Assert.Equal(4711, port);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("listening on 4711")]
    [InlineData("\u001b]9;4;3;4711")]
    public void TryParse_SomethingElse_Fails(string line) => Assert.False(PortLine.TryParse(line, out _));
}
