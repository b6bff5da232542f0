using System.Globalization;

namespace Infra.Backend.Settings.Values;

/// <summary>Schedules in the form Kubernetes takes: five fields of numbers, names, ranges, lists and steps, or a macro such as <c>@daily</c>.</summary>
internal static class CronExpression
{
    private static readonly string[] Macros = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private static readonly Field[] Fields =
    [
        new("minute", 0, 59, []), new("hour", 0, 23, []), new("day of month", 1, 31, []), new("month", 1, 12, Months), new("day of week", 0, 6, Days),
    ];

    private sealed record Field(string Name, int Min, int Max, string[] Names);

    /// <summary>What is wrong with it, or null if nothing is.</summary>
    public static string? FaultIn(string expression)
    {
        if (expression.StartsWith('@'))
        {
            return Macros.Contains(expression, StringComparer.Ordinal) ? null : $"known macros are {string.Join(", ", Macros)}";
        }

        if (expression.Contains("TZ=", StringComparison.Ordinal))
        {
            return "the time zone has a setting of its own, 'timeZone'";
        }

        var parts = expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != Fields.Length)
        {
            return $"it has {parts.Length} fields and not 5";
        }

        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Split(',').Any(range => !IsRange(range, Fields[i])))
            {
                return $"'{parts[i]}' is not a {Fields[i].Name} ({Fields[i].Min} to {Fields[i].Max})";
            }
        }

        return parts[4] is "*" or "?" && NeverComes(parts[2], parts[3]) ? "no month it names has such a day" : null;
    }

    /// <summary>Whether none of the days is one of the months', in a leap year.</summary>
    private static bool NeverComes(string days, string months) =>
        Numbers(days, Fields[2]).Min() > Numbers(months, Fields[3]).Max(month => DateTime.DaysInMonth(2024, month));

    /// <summary>Every number that a valid field stands for.</summary>
    private static IEnumerable<int> Numbers(string text, Field field)
    {
        foreach (var item in text.Split(','))
        {
            var (range, step) = SplitAt(item, '/');
            var (first, last) = range is "*" or "?" ? ($"{field.Min}", $"{field.Max}") : SplitAt(range, '-');
            var from = Value(first, field)!.Value;
            var to = last is not null ? Value(last, field)!.Value : step is null ? from : field.Max;
            for (var number = from; number <= to; number += step is null ? 1 : int.Parse(step, CultureInfo.InvariantCulture))
            {
                yield return number;
            }
        }
    }

    private static bool IsRange(string text, Field field)
    {
        var (range, step) = SplitAt(text, '/');
        if (step is not null && (!int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var every) || every < 1))
        {
            return false;
        }

        if (range is "*" or "?")
        {
            return true;
        }

        var (first, last) = SplitAt(range, '-');
        return Value(first, field) is { } from && (last is null || (Value(last, field) is { } to && from <= to));
    }

    private static int? Value(string text, Field field)
    {
        var name = Array.IndexOf(field.Names, text.ToLowerInvariant());
        if (name >= 0)
        {
            return field.Min + name;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= field.Min && number <= field.Max ? number : null;
    }

    private static (string First, string? Second) SplitAt(string text, char separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
    }
}
