using System.Globalization;

namespace Infra.Rehearsal.Verdicts;

/// <summary>Formats numbers with the two digits that a rehearsal knows.</summary>
public static class Figures
{
    private const int Digits = 2;

    /// <summary>A duration such as <c>810 ms</c>, <c>4.2 s</c> or <c>12 min</c>.</summary>
    public static string Duration(TimeSpan duration) =>
        duration < TimeSpan.FromMilliseconds(999.5) ? $"{Number(duration.TotalMilliseconds)} ms"
        : duration < TimeSpan.FromSeconds(119.5) ? $"{Number(duration.TotalSeconds)} s"
        : duration < TimeSpan.FromHours(2) ? $"{Number(duration.TotalMinutes)} min"
        : $"{Number(duration.TotalHours)} h";

    /// <summary>A time limit as it was written: without rounding.</summary>
    public static string Limit(TimeSpan duration) =>
        duration < TimeSpan.FromSeconds(1) ? string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0.###} ms")
        : duration < TimeSpan.FromMinutes(2) ? string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.###} s")
        : string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMinutes:0.###} min");

    /// <summary>A percentage near 100, such as <c>99.93</c>: two digits of what is missing.</summary>
    public static string Availability(double part)
    {
        var missing = (1 - part) * 100;
        if (missing <= 0)
        {
            return "100 %";
        }

        var decimals = Math.Clamp(Digits - 1 - (int)Math.Floor(Math.Log10(missing)), 0, 6);
        return $"{(100 - Math.Round(missing, decimals)).ToString($"F{decimals}", CultureInfo.InvariantCulture)} %";
    }

    /// <summary>A part of a whole such as <c>97 %</c>.</summary>
    public static string Percent(double part) => $"{Math.Round(part * 100).ToString(CultureInfo.InvariantCulture)} %";

    /// <summary>A number with two digits: <c>0.12</c>, <c>8.4</c>, <c>810</c>.</summary>
    public static string Number(double value)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return value == 0 ? "0" : "∞";
        }

        var decimals = Digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        if (decimals >= 0)
        {
            return Math.Round(value, Math.Min(decimals, 15)).ToString("0.###############", CultureInfo.InvariantCulture);
        }

        var unit = Math.Pow(10, -decimals);
        return (Math.Round(value / unit) * unit).ToString("F0", CultureInfo.InvariantCulture);
    }

    /// <summary>A time from the start: <c>22:10</c>, or <c>1:22:10</c> after an hour.</summary>
    public static string Time(TimeSpan at) =>
        at < TimeSpan.FromHours(1)
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)at.TotalMinutes}:{at.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)at.TotalHours}:{at.Minutes:00}:{at.Seconds:00}");
}
