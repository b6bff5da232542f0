using System.Globalization;

namespace Infra.Simulator.Api.Logs;

/// <summary>A line of a log.</summary>
/// <param name="At">The time at which it was written.</param>
/// <param name="Text">The text.</param>
internal sealed record LogLine(DateTimeOffset At, string Text)
{
    /// <summary>The line as it is sent.</summary>
    public string Format(bool hasTimestamp) =>
        hasTimestamp
            ? string.Create(CultureInfo.InvariantCulture, $"{At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fffffff}00Z {Text}\n")
            : $"{Text}\n";
}
