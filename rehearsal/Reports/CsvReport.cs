using System.Globalization;
using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Reports;

/// <summary>The samples of a result as a table for spreadsheets and notebooks: a row for each service and node at each time.</summary>
public static class CsvReport
{
    private const int Digits = 4;

    private const string Heading =
        "kind,name,pool,zone,at_seconds,begun_rps,attempts_rps,succeeded_rps,failed_rps,waiting,desired,pods,ready,"
        + "cpu_cores,cpu_requested_cores,memory_bytes,memory_requested_bytes,latency50_seconds,latency95_seconds,latency99_seconds";

    private static readonly char[] Quoted = [',', '"', '\n', '\r', ' '];

    // A spreadsheet takes such a cell for a formula.
    private static readonly char[] StartsFormula = ['=', '+', '-', '@', '\t', '\r'];

    /// <summary>Writes the table, with its heading.</summary>
    public static void Write(RehearsalResult result, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(output);
        output.Write($"{Heading}\n");
        foreach (var service in result.Services)
        {
            var name = Cell(service.Service);
            foreach (var sample in service.Samples)
            {
                output.Write($"service,{name},,,{Row(sample)}\n");
            }
        }

        foreach (var node in result.Nodes)
        {
            var name = $"{Cell(node.Node)},{Cell(node.Pool)},{Cell(node.Zone ?? "")}";
            foreach (var sample in node.Samples)
            {
                output.Write($"node,{name},{Row(sample)}\n");
            }
        }
    }

    private static string Row(ServiceSample sample) =>
        Join(
            sample.At.TotalSeconds,
            sample.Begun,
            sample.Attempts,
            sample.Succeeded,
            sample.Failed,
            sample.Waiting,
            sample.Desired,
            sample.Pods,
            sample.Ready,
            sample.Cpu,
            sample.CpuRequested,
            sample.Memory,
            null,
            sample.Latency50?.TotalSeconds,
            sample.Latency95?.TotalSeconds,
            sample.Latency99?.TotalSeconds
        );

    private static string Row(NodeSample sample) =>
        Join(
            sample.At.TotalSeconds,
            null,
            null,
            null,
            null,
            null,
            null,
            sample.Pods.Values.Sum(),
            sample.IsReady ? 1 : 0,
            sample.CpuUsed,
            sample.CpuRequested,
            null,
            sample.MemoryRequested,
            null,
            null,
            null
        );

    private static string Join(double at, params ReadOnlySpan<double?> values)
    {
        var cells = new string[values.Length + 1];
        cells[0] = Math.Round(at, 3).ToString(CultureInfo.InvariantCulture);
        for (var i = 0; i < values.Length; i++)
        {
            cells[i + 1] = Cell(values[i]);
        }

        return string.Join(',', cells);
    }

    /// <summary>A measured number; empty for none.</summary>
    internal static string Cell(double? value) =>
        value is { } number && double.IsFinite(number) ? Figures.Round(number, Digits).ToString(CultureInfo.InvariantCulture) : "";

    /// <summary>Text of others, which no spreadsheet takes for a formula.</summary>
    internal static string Cell(string text)
    {
        var safe = text.Length > 0 && StartsFormula.Contains(text[0]) ? $"'{text}" : text;
        return safe.IndexOfAny(Quoted) >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
