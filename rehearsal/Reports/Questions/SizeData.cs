using System.Text.Json;
using Infra.Rehearsal.Questions;
using Infra.Rehearsal.Questions.Sizing;
using Infra.Rehearsal.Reports.Json;

namespace Infra.Rehearsal.Reports.Questions;

/// <summary>The sizes that hold at least cost, for programs: as JSON and CSV (docs/rehearsal-questions.md).</summary>
public static class SizeData
{
    /// <summary>Writes JSON.</summary>
    public static void WriteJson(RightSize sizes, Stream output)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        using var json = new Utf8JsonWriter(output, JsonReport.Options);
        json.WriteStartObject();
        json.WriteNumber("formatVersion", JsonReport.FormatVersion);
        json.WriteString("stack", sizes.Stack);
        json.WriteString("cluster", sizes.Cluster);
        json.WriteString("scenario", sizes.Scenario);
        json.WriteBoolean("interrupted", sizes.IsInterrupted);
        json.WriteBoolean("limited", sizes.IsLimited);
        json.WriteNumber("rehearsals", sizes.Runs);
        json.WriteString("summary", SizeReport.Summarise(sizes));
        JsonReport.WriteArray(json, "changes", sizes.Changes, WriteChange);
        JsonReport.WriteArray(json, "kept", sizes.Kept, static (json, text) => json.WriteStringValue(text));
        json.WriteString("settings", SizeOverlay.Write(sizes));
        FigureJson.WriteMember(json, "before", sizes.Before);
        FigureJson.WriteMember(json, "after", sizes.After);
        json.WriteEndObject();
    }

    /// <summary>Writes a row for each size that differs.</summary>
    public static void WriteCsv(RightSize sizes, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        ArgumentNullException.ThrowIfNull(output);
        output.Write("service,setting,now,then,why\n");
        foreach (var (present, size, evidence) in sizes.Changes)
        {
            var setting = string.Join('.', size.Path);
            output.Write($"{CsvReport.Cell(size.Service)},{setting},{present.Text},{size.Text},{CsvReport.Cell(evidence)}\n");
        }
    }

    private static void WriteChange(Utf8JsonWriter json, ChangedSize change)
    {
        json.WriteStartObject();
        json.WriteString("service", change.Size.Service);
        json.WriteString("setting", string.Join('.', change.Size.Path));
        json.WriteString("now", change.Present.Text);
        json.WriteString("then", change.Size.Text);
        json.WriteString("why", change.Evidence);
        json.WriteEndObject();
    }
}
