using CsCheck;
using Infra.Protocol.Grpc.Wire;

namespace Sdk.Tests.Protocol.Grpc.Wire;

public sealed class GrpcTimeoutTests
{
    [Theory]
    [InlineData("1S", 10_000_000)]
    [InlineData("99999999u", 999_999_990)]
    [InlineData("250m", 2_500_000)]
    [InlineData("2M", 1_200_000_000)]
    [InlineData("1H", 36_000_000_000)]
    [InlineData("101n", 2)]
    [InlineData("0n", 0)]
    public void TryParse_Timeout_ReturnsItsTicks(string text, long ticks)
    {
        Assert.True(GrpcTimeout.TryParse(text, out var timeout));
        Assert.Equal(ticks, timeout.Ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("1")]
    [InlineData("1s")]
    [InlineData("-1S")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    public void TryParse_OtherText_Fails(string text) => Assert.False(GrpcTimeout.TryParse(text, out _));

    [Fact]
    public void Format_AndParse_NeverShortensTheTimeout() =>
        // As many short timeouts as long ones.
        Gen.Double[0, Math.Log(TimeSpan.FromDays(3000).Ticks)]
            .Select(logarithm => TimeSpan.FromTicks((long)Math.Exp(logarithm)))
            .Sample(
                timeout =>
                {
                    var text = GrpcTimeout.Format(timeout);

                    Assert.True(GrpcTimeout.TryParse(text, out var parsed), text);
                    Assert.True(parsed >= timeout, $"{timeout} became {text}");
                    Assert.True(parsed <= timeout * 1.01 + TimeSpan.FromMicroseconds(1), $"{timeout} became {text}");
                },
                iter: 500
            );
}
