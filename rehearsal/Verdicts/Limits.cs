using System.Globalization;

namespace Infra.Rehearsal.Verdicts;

/// <summary>Formats what was set: unlike what was found, it has all its digits.</summary>
internal static class Limits
{
    /// <summary>A time, such as <c>500 ms</c>, <c>1.25 s</c> or <c>2 min</c>.</summary>
    public static string Time(TimeSpan time) =>
        time < TimeSpan.FromSeconds(1) ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.####} ms")
        : time.TotalSeconds % 60 != 0 || time < TimeSpan.FromMinutes(1)
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.####} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min");
}
