using System.Text.Json;
using Infra.Rehearsal.Questions;
using Infra.Rehearsal.Reports.Json;
using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Reports.Questions;

/// <summary>Two stacks, or two versions of one, for programs: as JSON and CSV (docs/rehearsal-questions.md).</summary>
public static class ComparisonData
{
    private const string Heading = "kind,subject,name,base,stack,change";

    /// <summary>Writes JSON.</summary>
    public static void WriteJson(Comparison comparison, Stream output)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        using var json = new Utf8JsonWriter(output, JsonReport.Options);
        json.WriteStartObject();
        json.WriteNumber("formatVersion", JsonReport.FormatVersion);
        json.WriteString("base", comparison.Base);
        json.WriteString("stack", comparison.Stack);
        json.WriteString("cluster", comparison.Cluster);
        json.WriteString("scenario", comparison.Scenario);
        json.WriteBoolean("interrupted", comparison.IsInterrupted);
        json.WriteBoolean("worse", !comparison.IsNoWorse);
        json.WriteString("summary", ComparisonReport.Summarise(comparison));
        json.WriteString("caveat", comparison.Caveat);
        JsonReport.WriteArray(json, "expectations", comparison.Expectations, WriteExpectation);
        FigureJson.WriteMember(json, "before", comparison.Before);
        FigureJson.WriteMember(json, "after", comparison.After);
        json.WriteEndObject();
    }

    /// <summary>Writes a row for each expectation, and for each figure of a service and of the whole.</summary>
    public static void WriteCsv(Comparison comparison, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentNullException.ThrowIfNull(output);
        output.Write($"{Heading}\n");
        foreach (var one in comparison.Expectations)
        {
            Row("expectation", one.Any.Subject, one.Any.Name, Outcome(one.Before), Outcome(one.After), JsonReport.Name(one.Change));
        }

        foreach (var (before, after) in comparison.Services)
        {
            var service = (after ?? before!).Service;
            Figure(service, "latency99_seconds", before?.Latency99?.TotalSeconds, after?.Latency99?.TotalSeconds);
            Figure(service, "availability", before?.Availability, after?.Availability);
            Figure(service, "most_pods", before?.MostPods, after?.MostPods);
            Figure(service, "fewest_ready", before?.FewestReady, after?.FewestReady);
            Figure(service, "most_cpu", before?.CpuUse, after?.CpuUse);
        }

        Figure("", "most_nodes", comparison.Before?.MostNodes, comparison.After?.MostNodes);
        Figure("", "cost_per_month", comparison.Before?.CostPerMonth, comparison.After?.CostPerMonth);

        void Figure(string service, string name, double? before, double? after) =>
            Row(service.Length > 0 ? "service" : "stack", service, name, CsvReport.Cell(before), CsvReport.Cell(after), "");

        void Row(string kind, string subject, string name, string before, string after, string change) =>
            output.Write($"{kind},{CsvReport.Cell(subject)},{CsvReport.Cell(name)},{before},{after},{change}\n");
    }

    private static string Outcome(ExpectationResult? found) => found is null ? "" : FigureJson.Name(found.Outcome);

    private static void WriteExpectation(Utf8JsonWriter json, ComparedExpectation one)
    {
        json.WriteStartObject();
        json.WriteString("subject", one.Any.Subject);
        json.WriteString("name", one.Any.Name);
        json.WriteString("change", JsonReport.Name(one.Change));
        WriteFound(json, "before", one.Before);
        WriteFound(json, "after", one.After);
        json.WriteEndObject();
    }

    private static void WriteFound(Utf8JsonWriter json, string name, ExpectationResult? found)
    {
        json.WritePropertyName(name);
        if (found is null)
        {
            json.WriteNullValue();
        }
        else
        {
            JsonReport.WriteExpectation(json, found);
        }
    }
}
