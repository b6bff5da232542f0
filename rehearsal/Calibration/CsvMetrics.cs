using System.Globalization;

namespace Infra.Rehearsal.Calibration;

/// <summary>
/// Recordings in a CSV file: a heading, then a row for each service and time. The columns <c>service</c> and <c>seconds</c> are required;
/// <c>rps</c>, <c>external_rps</c>, <c>cpu_cores</c>, <c>pods</c>, <c>memory_bytes</c>, <c>latency_seconds</c> and
/// <c>start_up_seconds</c> may be left out, and so may their cells. Without <c>external_rps</c>, the load is that of services that no
/// other calls.
/// </summary>
internal static class CsvMetrics
{
    public const string Rate = "rps";
    public const string External = "external_rps";
    public const string Cpu = "cpu_cores";
    public const string Pods = "pods";
    public const string Memory = "memory_bytes";
    public const string Latency = "latency_seconds";
    public const string StartUp = "start_up_seconds";

    private const string Service = "service";
    private const string Seconds = "seconds";
    private const int MaxLength = 64 * 1024 * 1024;
    private const int MaxErrors = 20;

    private static readonly string[] Columns = [Service, Seconds, Rate, External, Cpu, Pods, Memory, Latency, StartUp];

    /// <summary>Reads the file.</summary>
    /// <exception cref="CalibrationException">It has errors: the exception lists them with their lines.</exception>
    public static IReadOnlyList<ServiceMetrics> Read(string csv, string file)
    {
        if (csv.Length > MaxLength)
        {
            throw new CalibrationException($"{file}: is longer than {MaxLength} characters: record fewer samples");
        }

        var lines = csv.ReplaceLineEndings("\n").Split('\n');
        var heading = lines[0].TrimStart('\uFEFF').Split(',').Select(name => name.Trim().Trim('"')).ToArray();
        var errors = CheckHeading(heading, file).ToList();
        if (errors.Count > 0)
        {
            throw new CalibrationException(errors);
        }

        var services = new Dictionary<string, Dictionary<string, Dictionary<TimeSpan, double>>>(StringComparer.Ordinal);
        for (var i = 1; i < lines.Length && errors.Count < MaxErrors; i++)
        {
            if (lines[i].Trim().Length > 0)
            {
                ReadRow(heading, lines[i].Split(','), $"{file}:{i + 1}", services, errors);
            }
        }

        return errors.Count > 0
            ? throw new CalibrationException(errors)
            : [.. services.Select(service => Create(service.Key, service.Value, file))];
    }

    private static IEnumerable<string> CheckHeading(string[] heading, string file)
    {
        foreach (var required in (string[])[Service, Seconds])
        {
            if (!heading.Contains(required))
            {
                yield return $"{file}:1: has no column '{required}': the columns are {string.Join(", ", Columns)}";
            }
        }

        foreach (var unknown in heading.Where(name => !Columns.Contains(name)))
        {
            yield return $"{file}:1: unknown column '{unknown}': the columns are {string.Join(", ", Columns)}";
        }

        foreach (var twice in heading.GroupBy(name => name).Where(name => name.Count() > 1))
        {
            yield return $"{file}:1: has the column '{twice.Key}' twice";
        }
    }

    private static void ReadRow(
        string[] heading,
        string[] cells,
        string place,
        Dictionary<string, Dictionary<string, Dictionary<TimeSpan, double>>> services,
        List<string> errors
    )
    {
        if (cells.Length != heading.Length)
        {
            errors.Add($"{place}: has {cells.Length} cells, but the heading has {heading.Length}");
            return;
        }

        var row = heading.Zip(cells, (name, cell) => (name, cell: cell.Trim())).ToDictionary(pair => pair.name, pair => pair.cell);
        if (ReadNumber(row[Seconds]) is not { } seconds || seconds > TimeSpan.FromDays(3650).TotalSeconds)
        {
            errors.Add($"{place}: '{row[Seconds]}' are no seconds: write a number from 0 to those of ten years");
            return;
        }

        if (!services.TryGetValue(row[Service].Trim('"'), out var columns))
        {
            services[row[Service].Trim('"')] = columns = new(StringComparer.Ordinal);
        }

        foreach (var (name, cell) in row.Where(pair => pair.Key is not (Service or Seconds) && pair.Value.Length > 0))
        {
            if (ReadNumber(cell) is not { } number)
            {
                errors.Add($"{place}: '{cell}' in the column '{name}' is no number from 0 to {Recording.Largest:0e0}");
                continue;
            }

            if (!columns.TryGetValue(name, out var values))
            {
                columns[name] = values = [];
            }

            values[TimeSpan.FromSeconds(seconds)] = number;
        }
    }

    private static double? ReadNumber(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= Recording.Largest
            ? number
            : null;

    private static ServiceMetrics Create(string service, Dictionary<string, Dictionary<TimeSpan, double>> columns, string file)
    {
        return new ServiceMetrics
        {
            Service = service,
            Rate = Find(Rate),
            External = Find(External),
            Cpu = Find(Cpu),
            Pods = Find(Pods),
            Memory = Find(Memory),
            Latency = Find(Latency),
            StartUps = [.. Find(StartUp).Values.Values],
            StartUpSource = $"{StartUp} of {file}",
        };

        Recording Find(string column) =>
            columns.TryGetValue(column, out var values) ? new Recording($"{column} of {file}", values) : Recording.None;
    }
}
