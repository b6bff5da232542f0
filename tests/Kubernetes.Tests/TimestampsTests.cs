using Infra.Kubernetes;

namespace Kubernetes.Tests;

public sealed class TimestampsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 13, 0, 0, 123, 456, TimeSpan.FromHours(1));

    [Fact]
    public void Format_WritesUtc()
    {
        Assert.Equal("2026-01-31T12:00:00Z", Timestamps.Format(Noon));
        Assert.Equal("2026-01-31T12:00:00.123456Z", Timestamps.FormatMicro(Noon));
        Assert.Equal("2026-01-31T13:00:00+01:00", Timestamps.FormatLocal(Noon));
        Assert.Equal("2026-01-31T12:00:00Z", Timestamps.FormatLocal(Noon.ToUniversalTime()));
    }

    [Theory]
    [InlineData("2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000000Z")]
    [InlineData("2026-01-31T13:00:00+01:00", "2026-01-31T12:00:00.000000Z")]
    [InlineData("2026-01-31T12:00:00.5Z", "2026-01-31T12:00:00.500000Z")]
    [InlineData("2026-01-31T12:00:00.123456789-00:30", "2026-01-31T12:30:00.123456Z")]
    public void TryParse_Rfc3339_IsTheInstant(string text, string expected)
    {
        Assert.True(Timestamps.TryParse(text, out var time));
        Assert.Equal(expected, Timestamps.FormatMicro(time));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-01-31")]
    [InlineData("2026-01-31T12:00:00")]
    [InlineData("2026-01-31 12:00:00Z")]
    [InlineData("2026-01-31T12:00Z")]
    [InlineData("2026-01-31T12:00:00.Z")]
    [InlineData("2026-01-31T12:00:00 Z")]
    [InlineData("2026-02-30T12:00:00Z")]
    [InlineData("2026-01-31T24:00:00Z")]
    [InlineData("2026-01-31T12:00:00+0100")]
    [InlineData("31.01.2026 12:00:00Z")]
    [InlineData("tomorrow at twelve o'clock")]
    public void TryParse_AnythingElse_IsFalse(string text) => Assert.False(Timestamps.TryParse(text, out _));
}
