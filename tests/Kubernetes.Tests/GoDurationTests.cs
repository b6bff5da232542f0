using CsCheck;
using Infra.Kubernetes;

namespace Kubernetes.Tests;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("+0", 0)]
    [InlineData("5s", 5_000)]
    [InlineData("-5s", -5_000)]
    [InlineData("1478s", 1_478_000)]
    [InlineData(".5s", 500)]
    [InlineData("1.s", 1_000)]
    [InlineData("3h30m", 12_600_000)]
    [InlineData("10.5s4m", 250_500)]
    [InlineData("1h15m30.918s", 4_530_918)]
    [InlineData("600000000000ns", 600_000)]
    [InlineData("1000us", 1)]
    [InlineData("1000µs", 1)]
    [InlineData("1000μs", 1)]
    [InlineData("0.3333333333333333333h", 1_200_000)]
    public void Parse_ADuration_IsItsLength(string text, long milliseconds) =>
        Assert.Equal(milliseconds, Math.Round(GoDuration.Parse(text).TotalMilliseconds));

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("-")]
    [InlineData("s")]
    [InlineData(".")]
    [InlineData(".s")]
    [InlineData("+.s")]
    [InlineData("1.2.3s")]
    [InlineData("1d")]
    [InlineData("1s ")]
    [InlineData(" 1s")]
    [InlineData("1 s")]
    [InlineData("00")]
    [InlineData("9223372036854775808ns")]
    [InlineData("2562048h")]
    [InlineData("1e3s")]
    public void Parse_AnythingElse_IsRefused(string text)
    {
        Assert.False(GoDuration.TryParse(text, out _));
        Assert.Throws<FormatException>(() => GoDuration.Parse(text));
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1, "100ns")]
    [InlineData(11_000, "1.1ms")]
    [InlineData(22, "2.2µs")]
    [InlineData(33_000_000, "3.3s")]
    [InlineData(600_000_000, "1m0s")]
    [InlineData(2_450_010_000, "4m5.001s")]
    [InlineData(183_450_010_000, "5h5m45.001s")]
    [InlineData(36_000_000_000, "1h0m0s")]
    [InlineData(-36_000_000_000, "-1h0m0s")]
    public void Format_IsGosNotation(long ticks, string text) => Assert.Equal(text, GoDuration.Format(TimeSpan.FromTicks(ticks)));

    [Fact]
    public void Format_ParsesBack() =>
        Gen.Long[-9_000_000_000_000_000, 9_000_000_000_000_000]
            .Select(TimeSpan.FromTicks)
            .Sample(duration => GoDuration.Parse(GoDuration.Format(duration)) == duration);
}
