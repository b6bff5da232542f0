using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Infra.Kubernetes;

/// <summary>
/// Durations in Go's notation, as <c>metav1.Duration</c>, kubectl's flags and cron's <c>@every</c> take them: <c>1h30m</c>, <c>-1.5s</c>,
/// <c>250ms</c>. The rules are those of <c>time.ParseDuration</c> and <c>Duration.String</c>, but for the resolution: 100 ns instead of 1
/// ns, rounded toward zero.
/// </summary>
public static class GoDuration
{
    /// <summary>Go counts nanoseconds in 64 bits: about 292 years.</summary>
    private static readonly decimal LargestNanoseconds = long.MaxValue;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>Parses a duration.</summary>
    /// <exception cref="FormatException">The text is not a duration; the message gives the reason.</exception>
    public static TimeSpan Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FindProblem(text, out var duration) is { } problem ? throw new FormatException(problem) : duration;
    }

    /// <summary>Parses a duration; false if the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TimeSpan duration)
    {
        duration = default;
        return text is not null && FindProblem(text, out duration) is null;
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

    private static string? FindProblem(string text, out TimeSpan duration)
    {
        duration = default;
        var rest = text.AsSpan();
        var isNegative = rest is ['-', ..];
        rest = rest is ['-' or '+', ..] ? rest[1..] : rest;
        if (rest is "0")
        {
            return null;
        }

        if (rest.IsEmpty)
        {
            return $"'{text}' is not a duration, such as 5m or 1h30m.";
        }

        var nanoseconds = 0m;
        while (!rest.IsEmpty)
        {
            var number = rest[..CountNumber(rest)];
            if (!number.ContainsAnyInRange('0', '9') || number.Count('.') > 1)
            {
                return $"'{text}' is not a duration, such as 5m or 1h30m.";
            }

            rest = rest[number.Length..];
            var unit = rest[..(rest.IndexOfAny(NumberCharacters) is var end and >= 0 ? end : rest.Length)];
            if (GetNanoseconds(unit) is not { } each)
            {
                return unit.IsEmpty
                    ? $"'{text}' is not a duration: a number lacks its unit, one of ns, us, ms, s, m and h."
                    : $"'{text}' is not a duration: '{unit}' is not one of the units ns, us, ms, s, m and h.";
            }

            rest = rest[unit.Length..];
            if (!TryMultiply(number, each, out var part) || (nanoseconds += part) > LargestNanoseconds)
            {
                return $"'{text}' is longer than a duration can be: 292 years.";
            }
        }

        duration = TimeSpan.FromTicks((long)(nanoseconds / TimeSpan.NanosecondsPerTick) * (isNegative ? -1 : 1));
        return null;
    }

    private static bool TryMultiply(ReadOnlySpan<char> number, long nanoseconds, out decimal product)
    {
        product = default;
        var point = number.IndexOf('.');
        var whole = point < 0 ? number : number[..point];
        // Digits of the fraction beyond the nanosecond count no more than in Go.
        var fraction = point < 0 ? [] : number[(point + 1)..][..Math.Min(15, number.Length - point - 1)];
        var units = 0L;
        if (!whole.IsEmpty && !long.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out units))
        {
            return false;
        }

        var part = fraction.IsEmpty ? 0 : decimal.Parse($"0.{fraction}", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        product = ((decimal)units * nanoseconds) + decimal.Truncate(part * nanoseconds);
        return true;
    }

    private static int CountNumber(ReadOnlySpan<char> text) =>
        text.IndexOfAnyExcept(NumberCharacters) is var end and >= 0 ? end : text.Length;

    private static long? GetNanoseconds(ReadOnlySpan<char> unit) =>
        unit switch
        {
            "ns" => 1,
            "us" or "µs" or "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => null,
        };

    private static string Number(decimal number) => number.ToString("0.#########", CultureInfo.InvariantCulture);
}
