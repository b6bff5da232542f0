using System.Globalization;

namespace Infra.Simulator.Time;

/// <summary>Durations as Kubernetes writes them: <c>1h30m</c>, <c>4s</c>, <c>250ms</c>.</summary>
internal static class GoDuration
{
    /// <summary>Reads a duration; null where the text is none.</summary>
    public static TimeSpan? TryParse(string text)
    {
        var total = TimeSpan.Zero;
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] == '.'))
                i++;
            var unit = i;
            while (i < text.Length && char.IsAsciiLetter(text[i]))
                i++;
            if (!double.TryParse(text.AsSpan(start, unit - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
                || UnitOf(text.AsSpan(unit, i - unit)) is not { } one)
                return null;
            total += amount * one;
        }

        return text.Length == 0 ? null : total;
    }

    private static TimeSpan? UnitOf(ReadOnlySpan<char> unit) => unit switch
    {
        "h" => TimeSpan.FromHours(1),
        "m" => TimeSpan.FromMinutes(1),
        "s" => TimeSpan.FromSeconds(1),
        "ms" => TimeSpan.FromMilliseconds(1),
        _ => null,
    };
}
