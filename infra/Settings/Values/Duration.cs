using System.Globalization;
using System.Text;

namespace Infra.Backend.Settings.Values;

/// <summary>
/// Parses and formats durations in settings: whole numbers with units, the largest unit first (<c>1h30m</c>, <c>15s</c>, <c>250ms</c>).
/// </summary>
internal static class Duration
{
    /// <summary>The longest duration: sums of a few of them still are whole seconds of 32 bits, as in Kubernetes' API.</summary>
    public static readonly TimeSpan Maximum = TimeSpan.FromDays(10_000);

    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay),
        ("h", TimeSpan.TicksPerHour),
        ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond),
        ("ms", TimeSpan.TicksPerMillisecond),
    ];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var rest = text.AsSpan();
        var nextUnit = 0;
        while (!rest.IsEmpty)
        {
            var numberLength = rest.IndexOfAnyExceptInRange('0', '9');
            if (numberLength is <= 0 or > 9 || !TryTakeUnit(rest[numberLength..], nextUnit, out var unit))
            {
                return false;
            }

            var amount = long.Parse(rest[..numberLength], NumberStyles.None, CultureInfo.InvariantCulture);
            if (amount > (Maximum - duration).Ticks / Units[unit].Ticks)
            {
                return false;
            }

            duration += TimeSpan.FromTicks(amount * Units[unit].Ticks);
            rest = rest[(numberLength + Units[unit].Unit.Length)..];
            nextUnit = unit + 1;
        }

        return nextUnit > 0;
    }

    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        var text = new StringBuilder();
        var ticks = duration.Ticks;
        foreach (var (unit, unitTicks) in Units)
        {
            var amount = Math.DivRem(ticks, unitTicks, out ticks);
            if (amount > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{amount}{unit}");
            }
        }

        return text.ToString();
    }

    /// <summary>Whole seconds, rounded up: Kubernetes' probes and deadlines have no smaller unit.</summary>
    public static int WholeSeconds(this TimeSpan duration) => (int)Math.Min(int.MaxValue, Math.Ceiling(duration.TotalSeconds));

    private static bool TryTakeUnit(ReadOnlySpan<char> text, int first, out int unit)
    {
        var length = text.IndexOfAnyExceptInRange('a', 'z');
        var word = length < 0 ? text : text[..length];
        for (unit = first; unit < Units.Length; unit++)
        {
            if (word.SequenceEqual(Units[unit].Unit))
            {
                return true;
            }
        }

        return false;
    }
}
