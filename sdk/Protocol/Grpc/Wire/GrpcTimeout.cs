using System.Globalization;

namespace Infra.Protocol.Grpc.Wire;

/// <summary>The <c>grpc-timeout</c> header: at most eight digits and a unit.</summary>
internal static class GrpcTimeout
{
    private const long MaxValue = 99_999_999;

    // Longer than any call, and close to the maximum of the runtime's timers.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    /// <summary>Creates a source that is cancelled after the timeout.</summary>
    public static CancellationTokenSource StartTimer(TimeSpan timeout, TimeProvider time) =>
        timeout <= TimeSpan.Zero
            ? new CancellationTokenSource(TimeSpan.Zero, time)
            : new CancellationTokenSource(timeout < LongestTimer ? timeout : LongestTimer, time);

    /// <summary>Writes the timeout in the finest unit that fits, rounded up so that the server never times out first.</summary>
    public static string Format(TimeSpan timeout)
    {
        var ticks = Math.Max(timeout.Ticks, 1);
        foreach (
            var (unit, ticksPerUnit) in (ReadOnlySpan<(char, long)>)
                [
                    ('u', TimeSpan.TicksPerMicrosecond),
                    ('m', TimeSpan.TicksPerMillisecond),
                    ('S', TimeSpan.TicksPerSecond),
                    ('M', TimeSpan.TicksPerMinute),
                ]
        )
        {
            var value = ((ticks - 1) / ticksPerUnit) + 1;
            if (value <= MaxValue)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{value}{unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Math.Min(((ticks - 1) / TimeSpan.TicksPerHour) + 1, MaxValue)}H");
    }

    /// <summary>Parses the header's value. A timeout too long for a <see cref="TimeSpan"/> becomes the maximum.</summary>
    public static bool TryParse(string text, out TimeSpan timeout)
    {
        timeout = default;
        if (
            text.Length is < 2 or > 9
            || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        )
        {
            return false;
        }

        if (text[^1] == 'n')
        {
            timeout = TimeSpan.FromTicks(((value + TimeSpan.NanosecondsPerTick) - 1) / TimeSpan.NanosecondsPerTick);
            return true;
        }

        var ticksPerUnit = text[^1] switch
        {
            'u' => TimeSpan.TicksPerMicrosecond,
            'm' => TimeSpan.TicksPerMillisecond,
            'S' => TimeSpan.TicksPerSecond,
            'M' => TimeSpan.TicksPerMinute,
            'H' => TimeSpan.TicksPerHour,
            _ => 0,
        };
        timeout = TimeSpan.FromTicks(value > long.MaxValue / Math.Max(ticksPerUnit, 1) ? long.MaxValue : value * ticksPerUnit);
        return ticksPerUnit > 0;
    }
}
