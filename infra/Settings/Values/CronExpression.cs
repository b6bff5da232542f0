using Infra.Kubernetes.Schedules;

namespace Infra.Backend.Settings.Values;

/// <summary>Validates cron schedules: Kubernetes' syntax without time zones, intervals and dates that never occur.</summary>
internal static class CronExpression
{
    // The search ends after five years, so it has to begin shortly before a 29 February.
    private static readonly DateTimeOffset BeforeLeapYear = new(2023, 12, 31, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Describes the error in a schedule; null if the schedule is valid.</summary>
    public static string? FindError(string expression)
    {
        if (expression.StartsWith('@'))
        {
            return CronSchedule.Macros.Contains(expression) ? null : $"known macros are {string.Join(", ", CronSchedule.Macros)}";
        }

        if (expression.Contains("TZ=", StringComparison.Ordinal))
        {
            return "the time zone has a setting of its own, 'timeZone'";
        }

        var parts = expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != CronField.All.Count)
        {
            return $"it has {parts.Length} fields and not 5";
        }

        foreach (var (field, part) in CronField.All.Zip(parts))
        {
            if (!IsValid(field, part))
            {
                return $"'{part}' is not a {field.Name} ({field.Minimum} to {field.Maximum})";
            }
        }

        return CronSchedule.Parse(expression).Next(BeforeLeapYear) is null ? "no month it names has such a day" : null;
    }

    private static bool IsValid(CronField field, string part)
    {
        try
        {
            return !field.Parse(part).IsEmpty;
        }
        catch (FormatException)
        {
            // The settings' own message names the field and its range.
            return false;
        }
    }
}
