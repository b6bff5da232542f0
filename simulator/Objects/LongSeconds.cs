namespace Infra.Simulator.Objects;

/// <summary>
/// Durations in seconds that clients choose freely, such as grace periods. They are limited, since their sum with a time must not leave
/// the calendar.
/// </summary>
internal static class LongSeconds
{
    private const long Maximum = 100L * 365 * 24 * 60 * 60;

    /// <summary>Limits a number of seconds to a hundred years.</summary>
    public static long Limit(long seconds) => Math.Clamp(seconds, -Maximum, Maximum);

    /// <summary>Converts a number of seconds, limited to a hundred years.</summary>
    public static TimeSpan ToTimeSpan(long seconds) => TimeSpan.FromSeconds(Limit(seconds));
}
