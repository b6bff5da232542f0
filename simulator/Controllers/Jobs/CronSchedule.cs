using System.Globalization;
using System.Numerics;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Jobs;

/// <summary>
/// A CronJob's schedule: five fields (minute, hour, day of month, month, day of week) with lists, ranges, steps and English names, a macro such as
/// <c>@daily</c>, or <c>@every 1h30m</c>; in a time zone. Where both day fields are restricted, either may match.
/// </summary>
internal sealed class CronSchedule
{
    // No combination of day and month is further apart than leap days around a century year.
    private const int SearchYears = 9;

    private static readonly string[] MonthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private readonly TimeZoneInfo _zone;
    private readonly TimeSpan? _every;
    private readonly ulong _minutes;
    private readonly ulong _hours;
    private readonly ulong _days;
    private readonly ulong _months;
    private readonly ulong _weekdays;
    private readonly bool _eitherDay;

    private CronSchedule(TimeSpan every, TimeZoneInfo zone) => (_every, _zone) = (every, zone);

    private CronSchedule(string[] fields, TimeZoneInfo zone)
    {
        _zone = zone;
        _minutes = ParseField(fields[0], 0, 59, []);
        _hours = ParseField(fields[1], 0, 23, []);
        _days = ParseField(fields[2], 1, 31, []);
        _months = ParseField(fields[3], 1, 12, MonthNames);
        _weekdays = ParseField(fields[4], 0, 6, DayNames);
        _eitherDay = !IsStar(fields[2]) && !IsStar(fields[4]);
    }

    /// <summary>Reads a schedule.</summary>
    /// <param name="text">The schedule, which may begin with <c>TZ=Zone</c> or <c>CRON_TZ=Zone</c>.</param>
    /// <param name="timeZone">Name of the time zone in the IANA database; null for UTC.</param>
    /// <exception cref="FormatException">Schedule or zone cannot be understood; the message says what is wrong.</exception>
    public static CronSchedule Parse(string text, string? timeZone = null)
    {
        text = text.Trim();
        if (text.StartsWith("TZ=", StringComparison.Ordinal) || text.StartsWith("CRON_TZ=", StringComparison.Ordinal))
        {
            var space = text.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0)
                throw new FormatException($"schedule '{text}' names a time zone but no times");
            timeZone ??= text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..space];
            text = text[space..].Trim();
        }

        var zone = FindZone(timeZone);
        if (text.StartsWith("@every ", StringComparison.Ordinal))
            return new CronSchedule(ParseInterval(text[7..].Trim()), zone);
        var fields = Macro(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5)
            throw new FormatException($"expected exactly 5 fields, found {fields.Length}: [{text}]");
        return new CronSchedule(fields, zone);
    }

    /// <summary>The first time of the schedule later than <paramref name="after"/>, or null if there is none in the years to come.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        if (_every is { } every)
            return Floor(after + every, TimeSpan.TicksPerSecond);

        var local = TimeZoneInfo.ConvertTime(after, _zone);
        var candidate = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0, DateTimeKind.Unspecified).AddMinutes(1);
        var limit = candidate.Year + SearchYears;
        while (candidate.Year < limit)
        {
            if (!Has(_months, candidate.Month))
                candidate = new DateTime(candidate.Year, candidate.Month, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMonths(1);
            else if (!MatchesDay(candidate))
                candidate = candidate.Date.AddDays(1);
            else if (!Has(_hours, candidate.Hour))
                candidate = candidate.Date.AddHours(candidate.Hour + 1);
            else if (!Has(_minutes, candidate.Minute))
                candidate = candidate.AddMinutes(1);
            else if (_zone.IsInvalidTime(candidate))
                candidate = candidate.AddMinutes(1);
            else if (ToInstant(candidate, after) is { } instant)
                return instant;
            else
                candidate = candidate.AddMinutes(1);
        }

        return null;
    }

    // An hour that clocks show twice: the first pass if it is still to come, else the second.
    private DateTimeOffset? ToInstant(DateTime local, DateTimeOffset after)
    {
        var offsets = _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local) : [_zone.GetUtcOffset(local)];
        foreach (var offset in offsets.OrderDescending())
        {
            var instant = new DateTimeOffset(local, offset).ToUniversalTime();
            if (instant > after)
                return instant;
        }

        return null;
    }

    private bool MatchesDay(DateTime day)
    {
        var (inMonth, inWeek) = (Has(_days, day.Day), Has(_weekdays, (int)day.DayOfWeek));
        return _eitherDay ? inMonth || inWeek : inMonth && inWeek;
    }

    private static bool Has(ulong set, int value) => (set & (1UL << value)) != 0;

    private static bool IsStar(string field) => field.Split(',').Any(part => part.Split('/')[0] is "*" or "?" && (!part.Contains('/', StringComparison.Ordinal) || part.EndsWith("/1", StringComparison.Ordinal)));

    private static ulong ParseField(string field, int lowest, int highest, string[] names)
    {
        var set = 0UL;
        foreach (var part in field.Split(','))
        {
            var (range, step) = SplitStep(part);
            var (from, to) = range is "*" or "?" ? (lowest, highest) : ParseRange(range, lowest, highest, names, openEnded: step is not null);
            if (from < lowest)
                throw new FormatException($"beginning of range ({from}) below minimum ({lowest}): {part}");
            if (to > highest)
                throw new FormatException($"end of range ({to}) above maximum ({highest}): {part}");
            if (from > to)
                throw new FormatException($"beginning of range ({from}) beyond end of range ({to}): {part}");
            for (var value = from; value <= to; value += step ?? 1)
                set |= 1UL << value;
        }

        return BitOperations.PopCount(set) > 0 ? set : throw new FormatException($"empty field: {field}");
    }

    private static (string Range, int? Step) SplitStep(string part)
    {
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return (part, null);
        if (!int.TryParse(part.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var step) || step == 0)
            throw new FormatException($"step of range should be a positive number: {part}");
        return (part[..slash], step);
    }

    private static (int From, int To) ParseRange(string range, int lowest, int highest, string[] names, bool openEnded)
    {
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        if (dash >= 0)
            return (ParseValue(range[..dash], lowest, names), ParseValue(range[(dash + 1)..], lowest, names));
        var value = ParseValue(range, lowest, names);
        return (value, openEnded ? highest : value);
    }

    private static int ParseValue(string text, int lowest, string[] names)
    {
        var index = Array.IndexOf(names, text.ToLowerInvariant());
        if (index >= 0)
            return index + lowest;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"failed to parse int from {text}");
    }

    private static string Macro(string text) => text switch
    {
        "@yearly" or "@annually" => "0 0 1 1 *",
        "@monthly" => "0 0 1 * *",
        "@weekly" => "0 0 * * 0",
        "@daily" or "@midnight" => "0 0 * * *",
        "@hourly" => "0 * * * *",
        _ when text.StartsWith('@') => throw new FormatException($"unrecognized descriptor: {text}"),
        _ => text,
    };

    private static TimeSpan ParseInterval(string text)
    {
        var interval = GoDuration.TryParse(text) ?? throw new FormatException($"failed to parse duration @every {text}");
        return interval < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : TimeSpan.FromTicks(interval.Ticks - (interval.Ticks % TimeSpan.TicksPerSecond));
    }

    private static DateTimeOffset Floor(DateTimeOffset instant, long ticks) => instant.AddTicks(-(instant.Ticks % ticks));

    private static TimeZoneInfo FindZone(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return TimeZoneInfo.Utc;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : throw new FormatException($"unknown time zone {name}");
    }
}
