using System.Globalization;
using System.Text.Json;
using Infra.Rehearsal.Questions;
using Infra.Rehearsal.Reports.Json;

namespace Infra.Rehearsal.Reports.Questions;

/// <summary>What changes with the value of a setting, for programs: as JSON and CSV (docs/rehearsal-questions.md).</summary>
public static class SweepData
{
    private const string Heading =
        "value,outcome,failures,most_nodes,cost_per_month,service,latency99_seconds,availability,most_pods,fewest_ready,most_cpu";

    /// <summary>Writes JSON.</summary>
    public static void WriteJson(Sweep sweep, Stream output)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        using var json = new Utf8JsonWriter(output, JsonReport.Options);
        json.WriteStartObject();
        json.WriteNumber("formatVersion", JsonReport.FormatVersion);
        json.WriteString("stack", sweep.Stack);
        json.WriteString("cluster", sweep.Cluster);
        json.WriteString("scenario", sweep.Scenario);
        json.WriteString("setting", sweep.Setting);
        json.WriteBoolean("interrupted", sweep.IsInterrupted);
        json.WriteString("summary", SweepReport.Summarise(sweep));
        JsonReport.WriteArray(json, "values", sweep.Points, WritePoint);
        json.WriteEndObject();
    }

    /// <summary>Writes a row for each value and service.</summary>
    public static void WriteCsv(Sweep sweep, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        ArgumentNullException.ThrowIfNull(output);
        output.Write($"{Heading}\n");
        foreach (var point in sweep.Points)
        {
            var figures = point.Figures;
            var start = string.Join(
                ',',
                CsvReport.Cell(point.Value),
                FigureJson.Name(figures.Outcome),
                figures.Failures.Count.ToString(CultureInfo.InvariantCulture),
                figures.MostNodes.ToString(CultureInfo.InvariantCulture),
                CsvReport.Cell(figures.CostPerMonth)
            );
            foreach (var service in figures.Services.DefaultIfEmpty())
            {
                output.Write($"{start},{Row(service)}\n");
            }
        }
    }

    private static string Row(ServiceFigures? service) =>
        string.Join(
            ',',
            CsvReport.Cell(service?.Service ?? ""),
            CsvReport.Cell(service?.Latency99?.TotalSeconds),
            CsvReport.Cell(service?.Availability),
            CsvReport.Cell(service?.MostPods),
            CsvReport.Cell(service?.FewestReady),
            CsvReport.Cell(service?.CpuUse)
        );

    private static void WritePoint(Utf8JsonWriter json, SweepPoint point)
    {
        json.WriteStartObject();
        json.WriteString("value", point.Value);
        FigureJson.Write(json, point.Figures);
        json.WriteEndObject();
    }
}
