using System.Buffers;
using System.Globalization;

namespace Infra.Common;

/// <summary>
/// Parses durations like Go's <c>time.ParseDuration</c>: <c>1h30m</c>, <c>-1.5s</c>, <c>250ms</c>. The resolution is 100 ns instead of 1
/// ns, rounded toward zero.
/// </summary>
internal static class GoDurationParser
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>Parses a duration; returns null, or what is wrong with the text.</summary>
    public static string? FindError(string text, out TimeSpan duration)
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
            if (!TryMultiply(number, each, out var part) || (nanoseconds += part) > long.MaxValue)
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
}
