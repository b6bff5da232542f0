using System.Text.Json;
using Infra.Rehearsal.Questions;
using Infra.Rehearsal.Reports.Json;

namespace Infra.Rehearsal.Reports.Questions;

/// <summary>The limit of a load for programs, described in docs/rehearsals.md.</summary>
public static class LimitJson
{
    /// <summary>Writes the answer.</summary>
    public static void Write(LoadLimit limit, Stream output)
    {
        ArgumentNullException.ThrowIfNull(limit);
        using var json = new Utf8JsonWriter(output, JsonReport.Options);
        json.WriteStartObject();
        json.WriteNumber("formatVersion", JsonReport.FormatVersion);
        json.WriteString("stack", limit.Stack);
        json.WriteString("cluster", limit.Cluster);
        json.WriteString("scenario", limit.Scenario);
        json.WriteString("service", limit.Service);
        json.WriteString("outcome", JsonReport.Name(limit.Outcome));
        json.WriteString("summary", LimitText.Summarise(limit));
        WriteLoad(json, "holding", limit.Holding);
        WriteLoad(json, "failing", limit.Failing);
        JsonReport.WriteArray(json, "tries", limit.Tries, WriteTry);
        json.WriteEndObject();
    }

    private static void WriteLoad(Utf8JsonWriter json, string name, LoadTry? one)
    {
        json.WritePropertyName(name);
        if (one is null)
        {
            json.WriteNullValue();
        }
        else
        {
            WriteTry(json, one);
        }
    }

    private static void WriteTry(Utf8JsonWriter json, LoadTry one)
    {
        json.WriteStartObject();
        JsonReport.WriteNumber(json, "rate", one.Rate);
        JsonReport.WriteNumber(json, "factor", one.Factor);
        json.WriteBoolean("holds", one.Holds);
        JsonReport.WriteArray(json, "failures", one.Failures, JsonReport.WriteExpectation);
        json.WriteEndObject();
    }
}
