using System.Text.Json;
using Infra.Engine.Events;
using Infra.Engine.Policies;
using Infra.Engine.Resources;

namespace Infra.Cli.Reports;

/// <summary>Writes policy violations in the Static Analysis Results Interchange Format 2.1.0.</summary>
/// <param name="result">The policies and their violations.</param>
/// <param name="locate">Finds the file and line of a resource.</param>
/// <param name="directory">The folder that paths in the output are relative to.</param>
internal sealed class SarifWriter(PolicyCheckResult result, Func<Urn, ManifestPlace?> locate, string directory)
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";

    // Rule identifiers must be unique, even if two packs have policies of the same name, or a pack is named twice.
    private readonly bool _hasSeveralPacks = result.Policies.Select(policy => policy.Pack).Distinct(StringComparer.Ordinal).Skip(1).Any();

    public void Write(Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        var indexes = result
            .Policies.DistinctBy(policy => RuleId(policy.Pack, policy.Name), StringComparer.Ordinal)
            .Select((policy, i) => (Id: RuleId(policy.Pack, policy.Name), Index: i))
            .ToDictionary(rule => rule.Id, rule => rule.Index, StringComparer.Ordinal);
        json.WriteStartObject();
        json.WriteString("$schema", Schema);
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "infra");
        json.WriteString("version", typeof(SarifWriter).Assembly.GetName().Version?.ToString(fieldCount: 3));
        json.WriteStartArray("rules");
        foreach (var policy in result.Policies.DistinctBy(policy => RuleId(policy.Pack, policy.Name), StringComparer.Ordinal))
        {
            WriteRule(json, policy);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("results");
        foreach (var violation in result.Violations)
        {
            WriteResult(json, violation, indexes);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private string RuleId(string pack, string policy) => _hasSeveralPacks ? $"{pack}/{policy}" : policy;

    private void WriteRule(Utf8JsonWriter json, PolicyDetails policy)
    {
        json.WriteStartObject();
        json.WriteString("id", RuleId(policy.Pack, policy.Name));
        WriteText(json, "shortDescription", policy.Description);
        WriteText(json, "help", policy.Remedy);
        if (Uri.TryCreate(policy.Url, UriKind.Absolute, out var url))
        {
            json.WriteString("helpUri", url.AbsoluteUri);
        }

        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", Level(policy.Level));
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteStartArray("tags");
        foreach (var tag in policy.Tags.Distinct(StringComparer.Ordinal))
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
        json.WriteString("security-severity", Score(policy.Severity));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteResult(Utf8JsonWriter json, PolicyViolationEvent violation, Dictionary<string, int> indexes)
    {
        var id = RuleId(violation.Pack, violation.Policy);
        json.WriteStartObject();
        json.WriteString("ruleId", id);
        if (indexes.TryGetValue(id, out var index))
        {
            json.WriteNumber("ruleIndex", index);
        }

        json.WriteString("level", Level(violation.Level));
        WriteText(json, "message", violation.Message);
        json.WriteStartArray("locations");
        json.WriteStartObject();
        if (locate(violation.Urn) is { } place)
        {
            WritePhysicalLocation(json, place);
        }

        if (!violation.Urn.IsEmpty)
        {
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            json.WriteString("fullyQualifiedName", violation.Urn.Value);
            json.WriteString("kind", "resource");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WritePhysicalLocation(Utf8JsonWriter json, ManifestPlace place)
    {
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        var path = Path.GetRelativePath(directory, place.File).Split(Path.DirectorySeparatorChar);
        json.WriteString("uri", string.Join('/', path.Select(Uri.EscapeDataString)));
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", place.Line);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Level(PolicyLevel level) =>
        level switch
        {
            PolicyLevel.Mandatory or PolicyLevel.Remediate => "error",
            PolicyLevel.Disabled => "none",
            _ => "warning",
        };

    // GitHub code scanning: below 4 is low, below 7 medium, below 9 high, else critical.
    private static string Score(PolicySeverity severity) =>
        severity switch
        {
            PolicySeverity.Critical => "9.5",
            PolicySeverity.High => "8.0",
            PolicySeverity.Medium => "5.0",
            PolicySeverity.Low => "2.0",
            _ => "0.0",
        };
}
