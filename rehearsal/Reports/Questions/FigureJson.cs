using System.Text.Json;
using Infra.Rehearsal.Questions;
using Infra.Rehearsal.Reports.Json;
using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Reports.Questions;

/// <summary>The figures of a variant in JSON.</summary>
internal static class FigureJson
{
    /// <summary>Writes the figures into an object.</summary>
    public static void Write(Utf8JsonWriter json, VariantFigures figures)
    {
        json.WriteString("outcome", Name(figures.Outcome));
        JsonReport.WriteArray(json, "failures", figures.Failures, JsonReport.WriteExpectation);
        json.WriteNumber("mostNodes", figures.MostNodes);
        JsonReport.WriteNumber(json, "costPerMonth", figures.CostPerMonth);
        JsonReport.WriteArray(json, "services", figures.Services, WriteService);
    }

    /// <summary>Writes the figures as a member; null for none.</summary>
    public static void WriteMember(Utf8JsonWriter json, string name, VariantFigures? figures)
    {
        json.WritePropertyName(name);
        if (figures is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        Write(json, figures);
        json.WriteEndObject();
    }

    /// <summary>The name of an outcome: <c>holds</c>, <c>fails</c> or <c>unknown</c>.</summary>
    public static string Name(ExpectationOutcome outcome) =>
        outcome switch
        {
            ExpectationOutcome.Held => "holds",
            ExpectationOutcome.Failed => "fails",
            _ => "unknown",
        };

    private static void WriteService(Utf8JsonWriter json, ServiceFigures service)
    {
        json.WriteStartObject();
        json.WriteString("service", service.Service);
        JsonReport.WriteNumber(json, "latency99", service.Latency99?.TotalSeconds);
        JsonReport.WriteNumber(json, "availability", service.Availability);
        json.WriteNumber("mostPods", service.MostPods);
        json.WriteNumber("fewestReady", service.FewestReady);
        JsonReport.WriteNumber(json, "mostCpu", service.CpuUse);
        json.WriteEndObject();
    }
}
