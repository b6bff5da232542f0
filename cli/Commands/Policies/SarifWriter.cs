using System.Text.Json;
using Infra.Engine.Events;
using Infra.Engine.Policies;

namespace Infra.Cli.Commands.Policies;

/// <summary>Findings in the Static Analysis Results Interchange Format 2.1.0.</summary>
internal static class SarifWriter
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";

    /// <param name="file">Where to.</param>
    /// <param name="result">What was found.</param>
    /// <param name="manifests">Where the objects stand; null for a stack, whose resources stand nowhere.</param>
    /// <param name="directory">The folder that paths are relative to.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public static async Task WriteAsync(string file, PolicyCheckResult result, ManifestSet? manifests, string directory, CancellationToken cancellationToken)
    {
        await using var stream = File.Create(file);
        await using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("$schema", Schema);
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "infra");
        json.WriteStartArray("rules");
        foreach (var policy in result.Policies)
        {
            WriteRule(json, policy);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("results");
        foreach (var violation in result.Violations)
        {
            WriteResult(json, violation, manifests?.Find(violation.Urn), directory);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
    }

    private static void WriteRule(Utf8JsonWriter json, PolicyDetails policy)
    {
        json.WriteStartObject();
        json.WriteString("id", policy.Name);
        WriteText(json, "shortDescription", policy.Description);
        WriteText(json, "help", policy.Remedy);
        if (policy.Url.Length > 0)
        {
            json.WriteString("helpUri", policy.Url);
        }

        json.WriteStartObject("properties");
        json.WriteStartArray("tags");
        foreach (var tag in policy.Tags)
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
        json.WriteString("security-severity", Score(policy.Severity));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, PolicyViolationEvent violation, ManifestPlace? place, string directory)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", violation.Policy);
        json.WriteString("level", violation.Level == PolicyLevel.Mandatory ? "error" : "warning");
        WriteText(json, "message", violation.Message);
        json.WriteStartArray("locations");
        json.WriteStartObject();
        if (place is not null)
        {
            json.WriteStartObject("physicalLocation");
            json.WriteStartObject("artifactLocation");
            json.WriteString("uri", Path.GetRelativePath(directory, place.File).Replace('\\', '/'));
            json.WriteEndObject();
            json.WriteStartObject("region");
            json.WriteNumber("startLine", place.Line);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        json.WriteString("fullyQualifiedName", violation.Urn.Value ?? "");
        json.WriteString("kind", "resource");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    // The scale of code scanning: below 4 low, below 7 medium, below 9 high, then critical.
    private static string Score(PolicySeverity severity) => severity switch
    {
        PolicySeverity.Critical => "9.5",
        PolicySeverity.High => "8.0",
        PolicySeverity.Medium => "5.0",
        PolicySeverity.Low => "2.0",
        _ => "0.0",
    };
}
