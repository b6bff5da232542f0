using System.Buffers;
using System.Globalization;

namespace Infra.Engine.Deployments.Services;

/// <summary>Reads durations in Go's syntax: <c>1h30m</c>, <c>1.5s</c>, <c>600000000000ns</c>.</summary>
internal static class GoDuration
{
    // Longer names first: "ms" would else be read as minutes.
    private static readonly (string Unit, double Seconds)[] Units =
        [("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600)];

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>The duration, or null for "".</summary>
    /// <exception cref="FormatException">The text is no duration.</exception>
    public static TimeSpan? Parse(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var seconds = 0.0;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            {
                throw new FormatException($"'{text}' is no duration: write e.g. `5m` or `90s`");
            }

            rest = rest[digits..];
            var unit = FindUnit(rest) ?? throw new FormatException($"'{text}' is no duration: its units are ns, us, ms, s, m and h");
            seconds += value * unit.Seconds;
            rest = rest[unit.Unit.Length..];
        }

        return TimeSpan.FromSeconds(seconds);
    }

    private static (string Unit, double Seconds)? FindUnit(ReadOnlySpan<char> text)
    {
        foreach (var unit in Units)
        {
            if (text.StartsWith(unit.Unit, StringComparison.Ordinal))
            {
                return unit;
            }
        }

        return null;
    }
}
