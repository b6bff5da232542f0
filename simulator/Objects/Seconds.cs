namespace Infra.Simulator.Objects;

/// <summary>Durations that objects state as a whole number of seconds, which may be as large as 64 bits allow.</summary>
internal static class Seconds
{
    private const long Maximum = 100L * 365 * 24 * 60 * 60;

    /// <summary>The duration, at most a century in either direction, so that it can be added to any time.</summary>
    public static TimeSpan ToTimeSpan(long seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, -Maximum, Maximum));
}
