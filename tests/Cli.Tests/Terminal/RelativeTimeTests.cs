using Infra.Cli.Terminal;

namespace Cli.Tests.Terminal;

public sealed class RelativeTimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "now")]
    [InlineData(1, "1 second ago")]
    [InlineData(59, "59 seconds ago")]
    [InlineData(60, "1 minute ago")]
    [InlineData(7200, "2 hours ago")]
    [InlineData(86400, "1 day ago")]
    [InlineData(86400 * 20, "2 weeks ago")]
    [InlineData(86400 * 90, "3 months ago")]
    public void Describe_APastTime_UsesTheLargestUnit(int seconds, string expected) =>
        Assert.Equal(expected, RelativeTime.Describe(Now - TimeSpan.FromSeconds(seconds), Now));

    [Fact]
    public void Describe_Null_IsNotAvailable() => Assert.Equal("n/a", RelativeTime.Describe(null, Now));
}
