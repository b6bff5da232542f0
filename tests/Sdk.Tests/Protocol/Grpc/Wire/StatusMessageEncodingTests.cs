using Infra.Protocol.Grpc.Wire;

namespace Sdk.Tests.Protocol.Grpc.Wire;

public sealed class StatusMessageEncodingTests
{
    [Theory]
    [InlineData("plain text!", "plain text!")]
    [InlineData("100%", "100%25")]
    [InlineData("a\nb", "a%0Ab")]
    [InlineData("ä💥", "%C3%A4%F0%9F%92%A5")]
    public void Decode_AfterEncode_ReturnsTheMessage(string message, string encoded)
    {
        Assert.Equal(encoded, StatusMessageEncoding.Encode(message));
        Assert.Equal(message, StatusMessageEncoding.Decode(encoded));
    }

    [Theory]
    [InlineData("100% sure", "100% sure")]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%41%zz", "A%zz")]
    public void Decode_InvalidEscape_KeepsIt(string encoded, string message) =>
        Assert.Equal(message, StatusMessageEncoding.Decode(encoded));
}
