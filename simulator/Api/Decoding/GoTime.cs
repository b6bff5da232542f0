namespace Infra.Simulator.Api.Decoding;

/// <summary>The messages of Go's parser about texts that are not RFC 3339 time stamps.</summary>
internal static class GoTime
{
    private static readonly (string Layout, int Digits)[] _elements =
    [
        ("2006", 4),
        ("-", 0),
        ("01", 2),
        ("-", 0),
        ("02", 2),
        ("T", 0),
        ("15", 2),
        (":", 0),
        ("04", 2),
        (":", 0),
        ("05", 2),
    ];

    public static string DescribeError(string text, bool isMicro)
    {
        var layout = isMicro ? "2006-01-02T15:04:05.000000Z07:00" : "2006-01-02T15:04:05Z07:00";
        var head = $"parsing time \"{text}\"";
        var rest = text;
        foreach (var (element, digits) in _elements)
        {
            var fits = digits == 0 ? rest.StartsWith(element, StringComparison.Ordinal) : StartsWithDigits(rest, digits);
            if (!fits)
            {
                return $"{head} as \"{layout}\": cannot parse \"{rest}\" as \"{element}\"";
            }

            var length = digits == 0 ? element.Length : digits;
            if (FindRange(element, rest[..length]) is { } range)
            {
                return $"{head}: {range} out of range";
            }

            rest = rest[length..];
        }
        if (isMicro && !(rest.StartsWith('.') && StartsWithDigits(rest[1..], 6)))
        {
            return $"{head} as \"{layout}\": cannot parse \"{rest}\" as \".000000\"";
        }

        if (rest.StartsWith('.'))
        {
            rest = rest[1..].TrimStart("0123456789".ToCharArray());
        }

        return rest.StartsWith('Z')
            ? $"{head}: extra text: \"{rest[1..]}\""
            : $"{head} as \"{layout}\": cannot parse \"{rest}\" as \"Z07:00\"";
    }

    private static bool StartsWithDigits(string text, int count) => text.Length >= count && text.Take(count).All(char.IsAsciiDigit);

    private static string? FindRange(string element, string value) =>
        element switch
        {
            "01" when !IsWithin(value, 1, 12) => "month",
            "02" when !IsWithin(value, 1, 31) => "day",
            "15" when !IsWithin(value, 0, 23) => "hour",
            "04" when !IsWithin(value, 0, 59) => "minute",
            "05" when !IsWithin(value, 0, 59) => "second",
            _ => null,
        };

    private static bool IsWithin(string value, int first, int last) =>
        int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) is var number && number >= first && number <= last;
}
