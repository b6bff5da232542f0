using System.Globalization;

namespace Infra.Cli.Terminal;

/// <summary>Formats a span of time as Go does: <c>1h2m3.5s</c>.</summary>
internal static class ElapsedTime
{
    public static string Describe(TimeSpan time)
    {
        var seconds = string.Create(CultureInfo.InvariantCulture, $"{time.Seconds + (time.Milliseconds / 1000.0):0.###}s");
        return time switch
        {
            { TotalHours: >= 1 } => $"{(int)time.TotalHours}h{time.Minutes}m{seconds}",
            { TotalMinutes: >= 1 } => $"{time.Minutes}m{seconds}",
            _ => seconds,
        };
    }
}
