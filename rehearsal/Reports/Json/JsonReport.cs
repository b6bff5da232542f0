using System.Text.Encodings.Web;
using System.Text.Json;
using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Reports.Json;

/// <summary>A whole result for programs. Its form is docs/rehearsal-result.schema.json, described in docs/rehearsal-reports.md.</summary>
public static class JsonReport
{
    /// <summary>The version of the form. It changes when a field is removed or changes its meaning, not when one is added.</summary>
    public const int FormatVersion = 1;

    /// <summary>The significant digits of measured numbers: more than the model carries, so that sums of them do not drift.</summary>
    private const int Digits = 4;

    // The output is a file or a stream of its own: what is special in HTML may stand as it is.
    internal static readonly JsonWriterOptions Options = new() { Indented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the report.</summary>
    public static void Write(RehearsalResult result, Stream output)
    {
        ArgumentNullException.ThrowIfNull(result);
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        WriteRun(json, result);
        WriteArray(json, "expectations", result.Expectations, WriteExpectation);
        WriteArray(json, "suggestions", result.Suggestions, static (json, text) => json.WriteStringValue(text));
        WriteArray(json, "services", result.Services, JsonTimelines.WriteService);
        WriteArray(json, "nodes", result.Nodes, JsonTimelines.WriteNode);
        WriteArray(json, "events", result.Events, WriteEvent);
        WriteCost(json, result.Cost);
        WriteArray(json, "assumptions", result.Assumptions, WriteAssumption);
        json.WriteEndObject();
    }

    internal static void WriteArray<T>(Utf8JsonWriter json, string name, IEnumerable<T> values, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            write(json, value);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a number, and null for one that JSON cannot express.</summary>
    internal static void WriteNumber(Utf8JsonWriter json, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumberValue(Figures.Round(number, Digits));
        }
        else
        {
            json.WriteNullValue();
        }
    }

    internal static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        json.WritePropertyName(name);
        WriteNumber(json, value);
    }

    /// <summary>Writes a time in seconds, whole to the millisecond.</summary>
    internal static void WriteTime(Utf8JsonWriter json, TimeSpan time) => json.WriteNumberValue(Math.Round(time.TotalSeconds, 3));

    private static void WriteTime(Utf8JsonWriter json, string name, TimeSpan? time)
    {
        json.WritePropertyName(name);
        if (time is { } span)
        {
            WriteTime(json, span);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static void WriteRun(Utf8JsonWriter json, RehearsalResult result)
    {
        var verdict = Verdict.Of(result);
        json.WriteNumber("formatVersion", FormatVersion);
        json.WriteString("stack", result.Stack);
        json.WriteString("cluster", result.Cluster);
        json.WriteString("scenario", result.Scenario);
        json.WriteNumber("seed", result.Seed);
        WriteTime(json, "duration", result.Duration);
        WriteTime(json, "reached", result.Reached);
        json.WriteString(
            "verdict",
            verdict.Outcome switch
            {
                ExpectationOutcome.Held => "holds",
                ExpectationOutcome.Failed => "fails",
                _ => "unknown",
            }
        );
        json.WriteString("summary", verdict.Text);
    }

    internal static void WriteExpectation(Utf8JsonWriter json, ExpectationResult expectation)
    {
        json.WriteStartObject();
        json.WriteString("subject", expectation.Subject);
        json.WriteString("name", expectation.Name);
        json.WriteString("outcome", Name(expectation.Outcome));
        json.WriteString("figure", expectation.Figure);
        json.WriteString("limit", expectation.Limit);
        WriteArray(json, "periods", expectation.Periods, WritePeriod);
        json.WriteString("cause", expectation.Cause);
        json.WriteString("remedy", expectation.Remedy);
        json.WriteString("source", expectation.Source);
        json.WriteEndObject();
    }

    private static void WritePeriod(Utf8JsonWriter json, Period period)
    {
        json.WriteStartObject();
        WriteTime(json, "from", period.From);
        WriteTime(json, "until", period.Until);
        json.WriteEndObject();
    }

    private static void WriteEvent(Utf8JsonWriter json, TimelineEvent happened)
    {
        json.WriteStartObject();
        WriteTime(json, "at", happened.At);
        WriteTime(json, "until", happened.Until);
        json.WriteString("type", Name(happened.Type));
        json.WriteString("subject", happened.Subject);
        json.WriteString("text", happened.Text);
        json.WriteEndObject();
    }

    private static void WriteCost(Utf8JsonWriter json, CostEstimate? cost)
    {
        if (cost is null)
        {
            json.WriteNull("cost");
            return;
        }

        json.WriteStartObject("cost");
        WriteNumber(json, "whole", cost.Whole);
        WriteNumber(json, "perDay", cost.PerDay);
        WriteNumber(json, "perMonth", cost.PerMonth);
        json.WriteStartObject("pools");
        foreach (var (pool, amount) in cost.Pools.OrderBy(pool => pool.Key, StringComparer.Ordinal))
        {
            WriteNumber(json, pool, amount);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteAssumption(Utf8JsonWriter json, Assumption assumption)
    {
        json.WriteStartObject();
        json.WriteString("subject", assumption.Subject);
        json.WriteString("name", assumption.Name);
        json.WriteString("value", assumption.Value);
        json.WriteString("origin", Name(assumption.Origin));
        json.WriteString("place", assumption.Place);
        json.WriteEndObject();
    }

    internal static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
