using System.Globalization;
using Infra.Simulator.Controllers.Jobs;

namespace Infra.Simulator.Tests.Controllers;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("* * * * *", null, "2026-01-05T12:00:30Z", "2026-01-05T12:01:00Z")]
    [InlineData("*/15 * * * *", null, "2026-01-05T12:46:00Z", "2026-01-05T13:00:00Z")]
    [InlineData("0 9 * * mon-fri", null, "2026-01-09T10:00:00Z", "2026-01-12T09:00:00Z")]
    [InlineData("0 0 29 2 *", null, "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("0 0 13 * 5", null, "2026-01-05T00:00:00Z", "2026-01-09T00:00:00Z")]
    [InlineData("@daily", "Europe/Berlin", "2026-01-05T12:00:00Z", "2026-01-05T23:00:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-30T00:30:00Z")]
    [InlineData("TZ=America/New_York 0 12 * * *", null, "2026-07-01T00:00:00Z", "2026-07-01T16:00:00Z")]
    [InlineData("@every 90m", null, "2026-01-05T12:00:00Z", "2026-01-05T13:30:00Z")]
    public void Next_IsTheFirstTimeAfter(string schedule, string? zone, string after, string expected) =>
        Assert.Equal(Instant(expected), CronSchedule.Parse(schedule, zone).Next(Instant(after)));

    [Fact]
    public void Next_ADayThatNeverComes_IsNull() => Assert.Null(CronSchedule.Parse("0 0 31 2 *").Next(Instant("2026-01-01T00:00:00Z")));

    [Theory]
    [InlineData("* * * *", "expected exactly 5 fields")]
    [InlineData("61 * * * *", "above maximum (59)")]
    [InlineData("5-1 * * * *", "beyond end of range")]
    [InlineData("*/0 * * * *", "positive number")]
    [InlineData("x * * * *", "failed to parse int")]
    public void Parse_NoSchedule_SaysWhatIsWrong(string schedule, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => CronSchedule.Parse(schedule)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_UnknownZone_SaysSo() =>
        Assert.Equal("unknown time zone Nowhere/At_All", Assert.Throws<FormatException>(() => CronSchedule.Parse("* * * * *", "Nowhere/At_All")).Message);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
