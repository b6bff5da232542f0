using System.Globalization;

namespace Infra.Simulator.Api.Printing;

/// <summary>Formats durations like kubectl: at most two units, fewer for longer durations.</summary>
internal static class HumanDuration
{
    public static string Since(DateTimeOffset? start, DateTimeOffset now) => start is { } instant ? Format(now - instant) : "<unknown>";

    public static string Format(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        if (seconds < -1)
        {
            return "<invalid>";
        }

        if (seconds < 0)
        {
            return "0s";
        }

        if (seconds < 60 * 2)
        {
            return Text($"{seconds}s");
        }

        var minutes = seconds / 60;
        if (minutes < 10)
        {
            return TwoUnits(minutes, "m", seconds % 60, "s");
        }

        if (minutes < 60 * 3)
        {
            return Text($"{minutes}m");
        }

        var hours = minutes / 60;
        if (hours < 8)
        {
            return TwoUnits(hours, "h", minutes % 60, "m");
        }

        if (hours < 48)
        {
            return Text($"{hours}h");
        }

        var days = hours / 24;
        if (hours < 24 * 8)
        {
            return TwoUnits(days, "d", hours % 24, "h");
        }

        if (days < 365 * 2)
        {
            return Text($"{days}d");
        }

        return days < 365 * 8 ? TwoUnits(days / 365, "y", days % 365, "d") : Text($"{days / 365}y");
    }

    private static string TwoUnits(long large, string largeUnit, long small, string smallUnit) =>
        small == 0 ? Text($"{large}{largeUnit}") : Text($"{large}{largeUnit}{small}{smallUnit}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
