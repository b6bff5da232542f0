using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Infra.Backend.Planning.Stores.Backups;

/// <summary>
/// Intervals that a schedule of five fields states exactly, or to the day. Each name has a time of its own, so that the runs of different
/// stores do not start together.
/// </summary>
internal static class BackupInterval
{
    /// <summary>The intervals between backups.</summary>
    public static ImmutableArray<TimeSpan> OfBackups { get; } =
    [
        .. new[] { 15, 20, 30 }.Select(minutes => TimeSpan.FromMinutes(minutes)),
        .. new[] { 1, 2, 3, 4, 6, 8, 12 }.Select(hours => TimeSpan.FromHours(hours)),
        TimeSpan.FromDays(1),
        TimeSpan.FromDays(7),
    ];

    /// <summary>The intervals between drills.</summary>
    public static ImmutableArray<TimeSpan> OfDrills { get; } = [.. new[] { 1, 7, 14, 30 }.Select(days => TimeSpan.FromDays(days))];

    /// <summary>The longest time between two runs: months have different lengths.</summary>
    public static TimeSpan Longest(TimeSpan every) =>
        every.TotalDays switch
        {
            14 => TimeSpan.FromDays(17),
            30 => TimeSpan.FromDays(31),
            _ => every,
        };

    /// <summary>The schedule of an interval of <see cref="OfBackups"/> or <see cref="OfDrills"/>.</summary>
    /// <param name="every">The interval.</param>
    /// <param name="name">What runs.</param>
    public static string CreateSchedule(TimeSpan every, string name)
    {
        var seed = Hash(name);
        var (minute, hour, day) = (seed % 60, seed / 60 % 24, seed / 1440 % 7);
        return every switch
        {
            { TotalHours: < 1 } => Write($"{minute % every.Minutes}-59/{every.Minutes} * * * *"),
            { TotalHours: 1 } => Write($"{minute} * * * *"),
            { TotalDays: < 1 } => Write($"{minute} {hour % every.Hours}-23/{every.Hours} * * *"),
            { TotalDays: 1 } => Write($"{minute} {hour} * * *"),
            { TotalDays: 7 } => Write($"{minute} {hour} * * {day}"),
            { TotalDays: 14 } => Write($"{minute} {hour} 1,15 * *"),
            { TotalDays: 30 } => Write($"{minute} {hour} {1 + day} * *"),
            _ => throw new ArgumentOutOfRangeException(nameof(every), every, "No schedule states this interval."),
        };
    }

    private static string Write(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>The hash FNV-1a: the same in every run and on every machine.</summary>
    private static int Hash(string name)
    {
        const uint prime = 16_777_619;
        var hash = 2_166_136_261u;
        foreach (var letter in Encoding.UTF8.GetBytes(name))
        {
            hash = unchecked((hash ^ letter) * prime);
        }

        return (int)(hash & int.MaxValue);
    }
}
