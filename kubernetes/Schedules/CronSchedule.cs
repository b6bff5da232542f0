namespace Infra.Kubernetes.Schedules;

/// <summary>
/// A CronJob's schedule in a time zone, parsed like the standard parser of <c>robfig/cron</c> v3: five fields (minute, hour, day of month,
/// month, day of week), a macro such as <c>@daily</c>, or <c>@every 1h30m</c>. If both fields of days are restricted, a day that matches
/// either is enough.
/// </summary>
public sealed class CronSchedule
{
    // robfig/cron stops searching after five years, although the next 29 February can be eight years away.
    private const int SearchedYears = 5;

    private static readonly Dictionary<string, string> MacroFields = new(StringComparer.Ordinal)
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    private readonly TimeZoneInfo _zone;
    private readonly TimeSpan? _interval;
    private readonly CronNumbers[] _fields = [];

    private CronSchedule(TimeSpan interval, TimeZoneInfo zone) => (_interval, _zone) = (interval, zone);

    private CronSchedule(CronNumbers[] fields, TimeZoneInfo zone) => (_fields, _zone) = (fields, zone);

    /// <summary>The macros that abbreviate five fields.</summary>
    public static IReadOnlyCollection<string> Macros => MacroFields.Keys;

    /// <summary>Parses a schedule.</summary>
    /// <param name="text">The schedule, which may begin with <c>TZ=Zone</c> or <c>CRON_TZ=Zone</c>.</param>
    /// <param name="timeZone">An IANA time zone; null for the one in <paramref name="text"/>, or UTC if it has none.</param>
    /// <exception cref="FormatException">The schedule or the time zone is not valid; the message is that of robfig/cron.</exception>
    public static CronSchedule Parse(string text, string? timeZone = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
        {
            throw new FormatException("empty spec string");
        }

        if (text.StartsWith("TZ=", StringComparison.Ordinal) || text.StartsWith("CRON_TZ=", StringComparison.Ordinal))
        {
            var space = text.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0)
            {
                throw new FormatException($"schedule '{text}' has a time zone but no fields");
            }

            timeZone ??= text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..space];
            text = text[space..].Trim();
        }

        var zone = FindZone(timeZone);
        return text.StartsWith("@every ", StringComparison.Ordinal)
            ? new CronSchedule(ParseInterval(text), zone)
            : new CronSchedule(ParseFields(text), zone);
    }

    /// <summary>
    /// The first time after <paramref name="after"/> at which the schedule fires; null if there is none within five years.
    /// </summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        if (_interval is { } interval)
        {
            var next = after + interval;
            return next.AddTicks(-(next.Ticks % TimeSpan.TicksPerSecond));
        }

        var utc = after.ToUniversalTime();
        var instant = utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMinute)).AddMinutes(1);
        var lastYear = LocalTime(after).Year + SearchedYears;
        while (LocalTime(instant) is var local && local.Year <= lastYear)
        {
            if (!_fields[3].Contains(local.Month))
            {
                instant = GetStart(new DateTime(local.Year, local.Month, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMonths(1));
            }
            else if (!MatchesDay(local))
            {
                instant = GetStart(local.Date.AddDays(1));
            }
            else if (!_fields[1].Contains(local.Hour))
            {
                instant = instant.AddMinutes(60 - local.Minute);
            }
            else if (!_fields[0].Contains(local.Minute))
            {
                instant = instant.AddMinutes(1);
            }
            else
            {
                return instant;
            }
        }

        return null;
    }

    private static CronNumbers[] ParseFields(string text)
    {
        if (text.StartsWith('@'))
        {
            text = MacroFields.TryGetValue(text, out var fields) ? fields : throw new FormatException($"unrecognized descriptor: {text}");
        }

        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == CronField.All.Count
            ? [.. CronField.All.Zip(parts, (field, part) => field.Parse(part))]
            : throw new FormatException($"expected exactly 5 fields, found {parts.Length}: [{string.Join(' ', parts)}]");
    }

    // Whole seconds, and at least one.
    private static TimeSpan ParseInterval(string text)
    {
        if (!GoDuration.TryParse(text["@every ".Length..], out var interval))
        {
            throw new FormatException($"failed to parse duration {text}");
        }

        var seconds = Math.Max(1, interval.Ticks / TimeSpan.TicksPerSecond);
        return TimeSpan.FromTicks(seconds * TimeSpan.TicksPerSecond);
    }

    private static TimeZoneInfo FindZone(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return TimeZoneInfo.Utc;
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : throw new FormatException($"unknown time zone {name}");
    }

    private DateTime LocalTime(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, _zone).DateTime;

    /// <summary>The first instant of a local day, even if daylight saving time starts or ends at midnight.</summary>
    private DateTimeOffset GetStart(DateTime midnight)
    {
        while (_zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(1);
        }

        var offset = _zone.IsAmbiguousTime(midnight) ? _zone.GetAmbiguousTimeOffsets(midnight).Max() : _zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }

    private bool MatchesDay(DateTime day)
    {
        var (ofMonth, ofWeek) = (_fields[2], _fields[4]);
        var (isInMonth, isInWeek) = (ofMonth.Contains(day.Day), ofWeek.Contains((int)day.DayOfWeek));
        return ofMonth.IsUnrestricted || ofWeek.IsUnrestricted ? isInMonth && isInWeek : isInMonth || isInWeek;
    }
}
