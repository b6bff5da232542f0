using System.Globalization;

namespace Infra.Cli.Terminal;

/// <summary>Formats a time relative to now, such as <c>3 hours ago</c>.</summary>
internal static class RelativeTime
{
    public static string Describe(DateTimeOffset? time, DateTimeOffset now) =>
        time is not { } then
            ? "n/a"
            : (now - then) switch
            {
                { TotalSeconds: < 1 } => "now",
                { TotalMinutes: < 1 } ago => Count((int)ago.TotalSeconds, "second"),
                { TotalHours: < 1 } ago => Count((int)ago.TotalMinutes, "minute"),
                { TotalDays: < 1 } ago => Count((int)ago.TotalHours, "hour"),
                { TotalDays: < 14 } ago => Count((int)ago.TotalDays, "day"),
                { TotalDays: < 60 } ago => Count((int)(ago.TotalDays / 7), "week"),
                var ago => Count((int)(ago.TotalDays / 30), "month"),
            };

    private static string Count(int number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {unit}{(number == 1 ? "" : "s")} ago");
}
