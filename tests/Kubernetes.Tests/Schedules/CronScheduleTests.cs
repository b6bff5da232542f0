using System.Globalization;
using Infra.Kubernetes.Schedules;

namespace Kubernetes.Tests.Schedules;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("* * * * *", null, "2026-01-05T12:00:30Z", "2026-01-05T12:01:00Z")]
    [InlineData("*/15 * * * *", null, "2026-01-05T12:46:00Z", "2026-01-05T13:00:00Z")]
    [InlineData("5/20 * * * *", null, "2026-01-05T12:26:00Z", "2026-01-05T12:45:00Z")]
    [InlineData("10-30/10 * * * *", null, "2026-01-05T12:20:00Z", "2026-01-05T12:30:00Z")]
    [InlineData("1,,2 * * * *", null, "2026-01-05T12:01:00Z", "2026-01-05T12:02:00Z")]
    [InlineData("0 9 * * mon-FRI", null, "2026-01-09T10:00:00Z", "2026-01-12T09:00:00Z")]
    [InlineData("0 0 29 2 *", null, "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("0 0 1 jan ?", null, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("@yearly", null, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("@monthly", null, "2026-01-05T12:00:00Z", "2026-02-01T00:00:00Z")]
    [InlineData("@weekly", null, "2026-01-05T12:00:00Z", "2026-01-11T00:00:00Z")]
    [InlineData("@hourly", null, "2026-01-05T12:00:00Z", "2026-01-05T13:00:00Z")]
    [InlineData("@daily", "Europe/Berlin", "2026-01-05T12:00:00Z", "2026-01-05T23:00:00Z")]
    [InlineData("TZ=America/New_York 0 12 * * *", null, "2026-07-01T00:00:00Z", "2026-07-01T16:00:00Z")]
    [InlineData("CRON_TZ=America/New_York 0 12 * * *", null, "2026-07-01T00:00:00Z", "2026-07-01T16:00:00Z")]
    [InlineData("@every 90m", null, "2026-01-05T12:00:00.7Z", "2026-01-05T13:30:00Z")]
    [InlineData("@every 10ms", null, "2026-01-05T12:00:00Z", "2026-01-05T12:00:01Z")]
    public void Next_IsTheFirstTimeAfter(string schedule, string? zone, string after, string expected) =>
        AssertNext(schedule, zone, after, expected);

    // A day matches if either field of days does, unless one of them is a star. A step of a star is a restriction.
    [Theory]
    [InlineData("0 0 13 * 5", "2026-01-05T00:00:00Z", "2026-01-09T00:00:00Z")]
    [InlineData("0 0 13 * *", "2026-01-05T00:00:00Z", "2026-01-13T00:00:00Z")]
    [InlineData("0 0 */10 * 5", "2026-01-02T00:00:00Z", "2026-01-09T00:00:00Z")]
    [InlineData("0 0 */1 * 5", "2026-01-02T00:00:00Z", "2026-01-09T00:00:00Z")]
    public void Next_OfTwoRestrictedDays_IsEither(string schedule, string after, string expected) =>
        AssertNext(schedule, null, after, expected);

    // Berlin skips 02:00 to 03:00 on 29 March and repeats it on 25 October 2026. Cairo skips midnight on 24 April.
    // Lord Howe Island turns its clocks by half an hour.
    [Theory]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-30T00:30:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z")]
    [InlineData("0 * * * *", "Europe/Berlin", "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z")]
    [InlineData("* * * * *", "Europe/Berlin", "2026-10-25T00:59:00Z", "2026-10-25T01:00:00Z")]
    [InlineData("0 3 * * *", "Europe/Berlin", "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("0 12 24 4 *", "Africa/Cairo", "2026-04-20T12:00:00Z", "2026-04-24T09:00:00Z")]
    [InlineData("45 1 * * *", "Australia/Lord_Howe", "2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z")]
    public void Next_WhereClocksAreTurned(string schedule, string zone, string after, string expected) =>
        AssertNext(schedule, zone, after, expected);

    [Theory]
    [InlineData("0 0 31 2 *", "2026-01-01T00:00:00Z")]
    [InlineData(", * * * *", "2026-01-01T00:00:00Z")]
    [InlineData("0 0 29 2 *", "2096-03-01T00:00:00Z")]
    public void Next_NothingWithinFiveYears_IsNull(string schedule, string after) =>
        Assert.Null(CronSchedule.Parse(schedule).Next(Instant(after)));

    [Theory]
    [InlineData("", "empty spec string")]
    [InlineData("* * * *", "expected exactly 5 fields, found 4: [* * * *]")]
    [InlineData(" @daily", "expected exactly 5 fields, found 1: [@daily]")]
    [InlineData("@often", "unrecognized descriptor: @often")]
    [InlineData("@every day", "failed to parse duration @every day")]
    [InlineData("61 * * * *", "end of range (61) above maximum (59): 61")]
    [InlineData("* 24 * * *", "end of range (24) above maximum (23): 24")]
    [InlineData("* * 0 * *", "beginning of range (0) below minimum (1): 0")]
    [InlineData("* * * * 7", "end of range (7) above maximum (6): 7")]
    [InlineData("5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1")]
    [InlineData("1-2-3 * * * *", "too many hyphens: 1-2-3")]
    [InlineData("1/2/3 * * * *", "too many slashes: 1/2/3")]
    [InlineData("*/0 * * * *", "step of range should be a positive number: */0")]
    [InlineData("x * * * *", "failed to parse int from x")]
    [InlineData("mon * * * *", "failed to parse int from mon")]
    [InlineData("*/-1 * * * *", "negative number (-1) not allowed: -1")]
    [InlineData("TZ=Europe/Berlin", "schedule 'TZ=Europe/Berlin' has a time zone but no fields")]
    public void Parse_AnythingElse_SaysWhatIsWrong(string schedule, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => CronSchedule.Parse(schedule)).Message);

    [Fact]
    public void Parse_UnknownZone_SaysSo() =>
        Assert.Equal(
            "unknown time zone Nowhere/At_All",
            Assert.Throws<FormatException>(() => CronSchedule.Parse("* * * * *", "Nowhere/At_All")).Message
        );

    [Fact]
    public void Field_Enumerate_IsAscending() => Assert.Equal([1, 2, 10, 12], CronField.Month.Parse("oct-dec/2,1-FEB").Enumerate());

    private static void AssertNext(string schedule, string? zone, string after, string expected) =>
        Assert.Equal(Instant(expected), CronSchedule.Parse(schedule, zone).Next(Instant(after)));

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
