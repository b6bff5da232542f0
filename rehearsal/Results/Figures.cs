using System.Globalization;

namespace Infra.Rehearsal.Results;

/// <summary>
/// Numbers as text, with their units and with no more digits than a model carries: two, and three from 100 on.
/// </summary>
public static class Figures
{
    /// <summary>Stands for a number that is not known.</summary>
    public const string None = "–";

    private const double Ki = 1024;
    private const double Least = 1e-9;

    /// <summary>A number, such as <c>8.1</c>, <c>812</c> or <c>1,230</c>.</summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            return None;
        }

        // Sums and differences of many steps leave such rests of nothing.
        var rounded = Math.Abs(value) < Least ? 0 : Round(value, Math.Abs(value) < 99.5 ? 2 : 3);
        return rounded == 0 ? "0"
            : Math.Abs(rounded) < 1e-4 ? rounded.ToString("0.0e-0", CultureInfo.InvariantCulture)
            : Math.Abs(rounded) >= 1e12 ? rounded.ToString("0.##e0", CultureInfo.InvariantCulture)
            : rounded.ToString(Math.Abs(rounded) < 10 ? "0.######" : "#,0", CultureInfo.InvariantCulture);
    }

    /// <summary>A value rounded to a number of significant digits.</summary>
    public static double Round(double value, int digits)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return value;
        }

        // Through its text: what is multiplied and divided by powers of ten is seldom the double nearest to the rounded decimal.
        var text = value.ToString($"E{digits - 1}", CultureInfo.InvariantCulture);
        return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>A time span, such as <c>0.42 ms</c>, <c>812 ms</c>, <c>2.5 s</c>, <c>2 min 10 s</c> or <c>1 h 10 min</c>.</summary>
    public static string Duration(TimeSpan? time)
    {
        if (time is not { } span)
        {
            return None;
        }

        if (span < TimeSpan.Zero)
        {
            return $"-{Duration(span.Negate())}";
        }

        // 999.6 ms are a second, and 59.7 s a minute.
        return span.TotalMilliseconds < 999.5 ? $"{Number(span.TotalMilliseconds)} ms"
            : span.TotalSeconds < 59.5 ? $"{Number(span.TotalSeconds)} s"
            : span.TotalMinutes < 59.5 ? Join((long)Math.Round(span.TotalSeconds), 60, "min", "s")
            : span.TotalHours < 47.5 ? Join((long)Math.Round(span.TotalMinutes), 60, "h", "min")
            : Join((long)Math.Round(span.TotalHours), 24, "d", "h");
    }

    /// <summary>Requests per second, such as <c>600 rps</c>.</summary>
    public static string Rate(double perSecond) => $"{Number(perSecond)} rps";

    /// <summary>A part of a whole in percent, such as <c>97 %</c>.</summary>
    /// <param name="part">The part; 1 is the whole.</param>
    public static string Percent(double part) => double.IsFinite(part) ? $"{Number(part * 100)} %" : None;

    /// <summary>
    /// An availability, such as <c>97 %</c>. Near the whole, what is missing has two digits: <c>99.97 %</c>.
    /// </summary>
    /// <param name="part">The part; 1 is the whole.</param>
    public static string Availability(double part)
    {
        if (!double.IsFinite(part) || part is < 0.99 or >= 1)
        {
            return Percent(part);
        }

        var missing = Round((1 - part) * 100, 2);
        return missing < 0.0001 ? "> 99.9999 %" : $"{(100 - missing).ToString("0.#####", CultureInfo.InvariantCulture)} %";
    }

    /// <summary>Cores, such as <c>0.25 cores</c>.</summary>
    public static string Cores(double cores) => Number(cores) is "1" ? "1 core" : $"{Number(cores)} cores";

    /// <summary>An amount of memory, such as <c>256 Mi</c> or <c>1.5 Gi</c>.</summary>
    public static string Bytes(double bytes)
    {
        string[] units = ["B", "Ki", "Mi", "Gi", "Ti", "Pi"];
        var unit = 0;
        while (Math.Abs(bytes) >= Ki && unit < units.Length - 1)
        {
            bytes /= Ki;
            unit++;
        }

        return $"{Number(bytes)} {units[unit]}";
    }

    /// <summary>An amount of money, in the currency of the pools' prices, with three digits: <c>8.36</c> or <c>2,480</c>.</summary>
    public static string Money(double amount)
    {
        var rounded = Round(amount, 3);
        var format =
            Math.Abs(rounded) >= 100 ? "#,0"
            : Math.Abs(rounded) >= 10 ? "0.0"
            : "0.00##";
        return double.IsFinite(amount) ? rounded.ToString(format, CultureInfo.InvariantCulture) : None;
    }

    /// <summary>A number of things, such as <c>1 node</c> or <c>3 nodes</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="singular">The word for one, whose plural ends in <c>s</c>.</param>
    public static string Count(int count, string singular) =>
        $"{count.ToString("#,0", CultureInfo.InvariantCulture)} {singular}{(count == 1 ? "" : "s")}";

    /// <summary>The lowest and the highest of several numbers, such as <c>3–8</c>, or their only value.</summary>
    public static string Range(double lowest, double highest) =>
        Number(lowest) == Number(highest) ? Number(highest) : $"{Number(lowest)}–{Number(highest)}";

    /// <summary>A time from the start of a rehearsal: <c>m:ss</c>, and <c>h:mm:ss</c> from an hour on.</summary>
    public static string At(TimeSpan time)
    {
        var seconds = (long)Math.Round(time.TotalSeconds, MidpointRounding.AwayFromZero);
        return seconds < 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}:{seconds % 60:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}");
    }

    /// <summary>Periods, such as <c>from 22:10 to 24:30 and from 31:00 to 31:40</c>; those after the second are only counted.</summary>
    public static string Periods(IReadOnlyList<Period> periods)
    {
        ArgumentNullException.ThrowIfNull(periods);
        var shown = periods.Take(periods.Count == 3 ? 1 : 2).Select(period => $"from {At(period.From)} to {At(period.Until)}").ToList();
        if (periods.Count <= 2)
        {
            return string.Join(" and ", shown);
        }

        var total = new TimeSpan(periods.Sum(period => (period.Until - period.From).Ticks));
        return $"{string.Join(", ", shown)} and {periods.Count - shown.Count} more times, {Duration(total)} in all";
    }

    private static string Join(long amount, int size, string unit, string smaller) =>
        amount % size == 0 ? $"{amount / size} {unit}" : $"{amount / size} {unit} {amount % size} {smaller}";
}
