using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Infra.Common;

namespace Infra.Kubernetes;

/// <summary>
/// Durations in Go's notation, as in <c>metav1.Duration</c>, kubectl's flags and cron's <c>@every</c>: <c>1h30m</c>, <c>-1.5s</c>,
/// <c>250ms</c>. They are parsed and written like <c>time.ParseDuration</c> and <c>Duration.String</c> do, except for the resolution: 100
/// ns instead of 1 ns, rounded toward zero.
/// </summary>
public static class GoDuration
{
    /// <summary>Parses a duration.</summary>
    /// <exception cref="FormatException">The text is not a duration; the message says why.</exception>
    public static TimeSpan Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return GoDurationParser.FindError(text, out var duration) is { } error ? throw new FormatException(error) : duration;
    }

    /// <summary>Parses a duration; false if the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TimeSpan duration)
    {
        duration = default;
        return text is not null && GoDurationParser.FindError(text, out duration) is null;
    }

    /// <summary>Writes a duration: <c>1h30m0s</c>, <c>1.5s</c>, <c>250ms</c>, <c>0s</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        var text = new StringBuilder();
        var ticks = Int128.Abs(duration.Ticks);
        if (duration < TimeSpan.Zero)
        {
            text.Append('-');
        }

        if (ticks < TimeSpan.TicksPerSecond)
        {
            var (perUnit, unit) =
                ticks < TimeSpan.TicksPerMicrosecond ? (0.01m, "ns")
                : ticks < TimeSpan.TicksPerMillisecond ? (TimeSpan.TicksPerMicrosecond, "µs")
                : (TimeSpan.TicksPerMillisecond, "ms");
            return text.Append(Number((decimal)ticks / perUnit)).Append(unit).ToString();
        }

        var (hours, minutes) = (ticks / TimeSpan.TicksPerHour, ticks / TimeSpan.TicksPerMinute % 60);
        if (hours > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{hours}h");
        }

        if (hours > 0 || minutes > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{minutes}m");
        }

        return text.Append(Number((decimal)(ticks % TimeSpan.TicksPerMinute) / TimeSpan.TicksPerSecond)).Append('s').ToString();
    }

    private static string Number(decimal number) => number.ToString("0.#########", CultureInfo.InvariantCulture);
}
