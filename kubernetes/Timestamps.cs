using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Infra.Kubernetes;

/// <summary>Formats and parses the time stamps of <c>metav1.Time</c> and <c>metav1.MicroTime</c>: RFC 3339, in UTC.</summary>
public static class Timestamps
{
    // Go parses fractions of any length, .NET's pattern F up to seven digits.
    private static readonly string[] Patterns = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK"];

    /// <summary>Writes a <c>Time</c>, to the second: <c>2026-01-31T12:00:00Z</c>.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Writes a <c>MicroTime</c>, to the microsecond: <c>2026-01-31T12:00:00.000000Z</c>.</summary>
    public static string FormatMicro(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>
    /// Writes a time in its own time zone, to the second: <c>2026-01-31T13:00:00+01:00</c>, or with Z where the offset is zero.
    /// </summary>
    public static string FormatLocal(DateTimeOffset time) =>
        time.Offset == TimeSpan.Zero ? Format(time) : time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>
    /// Parses RFC 3339 as Go does: date, T, time, an optional fraction of a second, and Z or an offset. False if the text is anything else.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="time">The instant, truncated to 100 ns.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out DateTimeOffset time)
    {
        time = default;
        return text is { Length: >= 20 }
            && (
                TryParseWhole(text, out time)
                || (
                    HasZone(text)
                    && DateTimeOffset.TryParseExact(
                        ShortenFraction(text),
                        Patterns,
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.None,
                        out time
                    )
                )
            );
    }

    /// <summary>Parses a time in UTC to the second, which is what nearly all are: patterns take many times as long.</summary>
    private static bool TryParseWhole(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        if (
            text is not [_, _, _, _, '-', _, _, '-', _, _, 'T', _, _, ':', _, _, ':', _, _, 'Z']
            || ReadNumber(text[..4]) is not (>= 1 and var year)
            || ReadNumber(text[5..7]) is not (>= 1 and <= 12 and var month)
            || ReadNumber(text[8..10]) is not (>= 1 and var day)
            || day > DateTime.DaysInMonth(year, month)
            || ReadNumber(text[11..13]) is not (>= 0 and <= 23 and var hour)
            || ReadNumber(text[14..16]) is not (>= 0 and <= 59 and var minute)
            || ReadNumber(text[17..19]) is not (>= 0 and <= 59 and var second)
        )
        {
            return false;
        }

        time = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero);
        return true;
    }

    private static int ReadNumber(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return -1;
            }

            number = number * 10 + (digit - '0');
        }

        return number;
    }

    private static bool HasZone(string text) => text[^1] == 'Z' || (text[^3] == ':' && text[^6] is '+' or '-');

    private static string ShortenFraction(string text)
    {
        const int Point = 19;
        if (text[Point] != '.')
        {
            return text;
        }

        var digits = text.AsSpan(Point + 1).IndexOfAnyExceptInRange('0', '9');
        return digits switch
        {
            // Pattern F accepts a point without digits, Go does not.
            0 => "",
            > 7 => text.Remove(Point + 8, digits - 7),
            _ => text,
        };
    }
}
