using System.Buffers;
using System.Globalization;
using Wire = Infra.Protocol.Messages;

namespace Pulumi;

/// <summary>The time limits of a provider's operations on a resource; null for the provider's default.</summary>
public sealed class CustomTimeouts
{
    /// <summary>The time limit of a creation.</summary>
    public TimeSpan? Create { get; set; }

    /// <summary>The time limit of an update.</summary>
    public TimeSpan? Update { get; set; }

    /// <summary>The time limit of a deletion.</summary>
    public TimeSpan? Delete { get; set; }

    internal CustomTimeouts Clone() =>
        new()
        {
            Create = Create,
            Update = Update,
            Delete = Delete,
        };

    internal Wire.RegisterResourceRequest.Types.CustomTimeouts ToWire() =>
        new()
        {
            Create = ToGoDuration(Create),
            Update = ToGoDuration(Update),
            Delete = ToGoDuration(Delete),
        };

    internal static CustomTimeouts FromWire(Wire.RegisterResourceRequest.Types.CustomTimeouts timeouts) =>
        new()
        {
            Create = GoDuration.Parse(timeouts.Create),
            Update = GoDuration.Parse(timeouts.Update),
            Delete = GoDuration.Parse(timeouts.Delete),
        };

    // The engine parses Go's notation. A tick is 100 ns.
    private static string ToGoDuration(TimeSpan? duration) =>
        duration is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.Ticks}00ns") : "";
}

/// <summary>Durations in Go's notation, e.g. <c>1h15m30.5s</c>.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private static readonly (string Unit, double Ticks)[] Units =
    [
        ("ns", 1.0 / TimeSpan.NanosecondsPerTick),
        ("us", TimeSpan.TicksPerMicrosecond),
        ("µs", TimeSpan.TicksPerMicrosecond),
        ("ms", TimeSpan.TicksPerMillisecond),
        ("s", TimeSpan.TicksPerSecond),
        ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour),
    ];

    /// <summary>Parses a duration; null if the text is empty.</summary>
    /// <exception cref="FormatException">The text is not a duration.</exception>
    public static TimeSpan? Parse(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var rest = text.AsSpan();
        var sign = rest[0] == '-' ? -1 : 1;
        if (rest[0] is '-' or '+')
        {
            rest = rest[1..];
        }

        if (rest is "0")
        {
            return TimeSpan.Zero;
        }

        var ticks = 0.0;
        do
        {
            var digits = rest.IndexOfAnyExcept(NumberCharacters);
            if (
                digits <= 0
                || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            )
            {
                throw new FormatException($"'{text}' is not a duration: write it like 1h15m30.5s.");
            }

            rest = rest[digits..];
            var unit = UnitAtStart(rest) ?? throw new FormatException($"'{text}' is not a duration: '{rest}' begins with no unit.");
            ticks += number * unit.Ticks;
            rest = rest[unit.Unit.Length..];
        } while (!rest.IsEmpty);
        return TimeSpan.FromTicks(sign * (long)Math.Round(ticks));
    }

    private static (string Unit, double Ticks)? UnitAtStart(ReadOnlySpan<char> text)
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
