using System.Globalization;
using System.Text;

namespace Benchmarks.Measuring;

/// <summary>A Markdown table of measurements.</summary>
internal sealed class Report(params string[] columns)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(
                CultureInfo.InvariantCulture,
                $"Measured on {Environment.ProcessorCount} cores, .NET {Environment.Version}, {Load()}:"
            )
            .AppendLine();
        Line(columns);
        Line([.. columns.Select(_ => "---")]);
        _rows.ForEach(Line);
        return text.ToString();

        void Line(string[] cells) => text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
    }

    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");

    public static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms");

    public static string Microseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:0} µs");

    public static string Megabytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");

    public static string Kilobytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} KB");

    /// <summary>The median, which a single disturbed run does not change.</summary>
    public static T Median<T>(IEnumerable<T> values)
    {
        T[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }

    private static string Load() =>
        File.Exists("/proc/loadavg") ? $"load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}" : "load unknown";
}
