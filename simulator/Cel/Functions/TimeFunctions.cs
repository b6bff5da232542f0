using System.Buffers;
using System.Globalization;
using System.Numerics;
using Infra.Kubernetes;
using Infra.Simulator.Cel.Values;

namespace Infra.Simulator.Cel.Functions;

/// <summary>Timestamps and durations.</summary>
internal static class TimeFunctions
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private static readonly Dictionary<string, decimal> _units = new()
    {
        ["ns"] = 1,
        ["us"] = 1_000,
        ["\u00b5s"] = 1_000,
        ["\u03bcs"] = 1_000,
        ["ms"] = 1_000_000,
        ["s"] = 1_000_000_000,
        ["m"] = 60_000_000_000,
        ["h"] = 3_600_000_000_000,
    };

    public static Dictionary<string, Func<object?[], object?>> All { get; } =
        new()
        {
            ["getFullYear"] = values => Read(values, time => time.Year),
            ["getMonth"] = values => Read(values, time => time.Month - 1),
            ["getDayOfYear"] = values => Read(values, time => time.DayOfYear - 1),
            ["getDayOfMonth"] = values => Read(values, time => time.Day - 1),
            ["getDate"] = values => Read(values, time => time.Day),
            ["getDayOfWeek"] = values => Read(values, time => (int)time.DayOfWeek),
            ["getHours"] = values => Read(values, time => time.Hour, 3_600_000_000_000),
            ["getMinutes"] = values => Read(values, time => time.Minute, 60_000_000_000),
            ["getSeconds"] = values => Read(values, time => time.Second, 1_000_000_000),
            ["getMilliseconds"] = values => Read(values, time => time.Millisecond, 1_000_000),
        };

    public static DateTimeOffset? ParseTime(string text) => Timestamps.TryParse(text, out var time) ? time : null;

    /// <summary>Parses a duration as Go does, to the nanosecond.</summary>
    public static CelDuration? ParseDuration(string text)
    {
        var rest = text.AsSpan();
        var isNegative = rest is ['-', ..];
        rest = rest is ['-' or '+', ..] ? rest[1..] : rest;
        if (rest is "0")
        {
            return default(CelDuration);
        }

        var total = 0m;
        if (rest.IsEmpty)
        {
            return null;
        }

        while (!rest.IsEmpty)
        {
            var length = rest.IndexOfAnyExcept(NumberCharacters);
            var number = length < 0 ? [] : rest[..length];
            rest = length < 0 ? [] : rest[length..];
            var unitLength = rest.IndexOfAny(NumberCharacters) is var end and >= 0 ? end : rest.Length;
            if (
                number.IsEmpty
                || number is "."
                || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
                || !_units.TryGetValue(rest[..unitLength].ToString(), out var unit)
                || amount > long.MaxValue / unit
            )
            {
                return null;
            }

            total += amount * unit;
            rest = rest[unitLength..];
        }
        return total > long.MaxValue ? null : new CelDuration((long)(isNegative ? -total : total));
    }

    public static object CreateDuration(BigInteger nanoseconds) =>
        nanoseconds >= long.MinValue && nanoseconds <= long.MaxValue ? new CelDuration((long)nanoseconds) : CelError.IntegerOverflow;

    public static object Shift(DateTimeOffset time, long nanoseconds)
    {
        var ticks = time.UtcTicks + (nanoseconds / 100);
        return ticks >= DateTimeOffset.MinValue.UtcTicks && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : new CelError("timestamp overflow");
    }

    private static object Read(object?[] values, Func<DateTimeOffset, int> part, long unit = 0) =>
        values switch
        {
            [DateTimeOffset time] => (long)part(time.ToUniversalTime()),
            [DateTimeOffset time, string zone] => InZone(time, zone) is { } local
                ? (long)part(local)
                : new CelError($"unknown time zone {zone}"),
            [CelDuration duration] when unit == 1_000_000 => duration.Nanoseconds / unit % 1000,
            [CelDuration duration] when unit > 0 => duration.Nanoseconds / unit,
            _ => CelError.NoSuchOverload,
        };

    private static DateTimeOffset? InZone(DateTimeOffset time, string zone)
    {
        var parts = zone.TrimStart('+', '-').Split(':');
        if (
            parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            && hours <= 14
            && minutes < 60
        )
        {
            var offset = new TimeSpan(hours, minutes, 0);
            return time.ToOffset(
                zone.StartsWith('-') ? -offset
                : offset > TimeSpan.FromHours(14) ? TimeSpan.FromHours(14)
                : offset
            );
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? TimeZoneInfo.ConvertTime(time, found) : null;
    }
}
