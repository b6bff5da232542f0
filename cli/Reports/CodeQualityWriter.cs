using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Infra.Engine.Events;
using Infra.Engine.Policies;
using Infra.Engine.Resources;
using Infra.Reports;

namespace Infra.Cli.Reports;

/// <summary>Writes policy violations as GitLab's code quality report, which shows them in merge requests.</summary>
/// <param name="result">The policies and their violations.</param>
/// <param name="locate">Finds the file and line of a resource.</param>
/// <param name="directory">The folder that paths in the output are relative to.</param>
internal sealed class CodeQualityWriter(PolicyCheckResult result, Func<Urn, ManifestPlace?> locate, string directory)
{
    /// <summary>Where a violation is shown that has no place.</summary>
    private static readonly ManifestPlace Nowhere = new(".", 1);

    public void Write(Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        json.WriteStartArray();
        foreach (var violation in result.Violations)
        {
            Write(json, violation, known);
        }

        json.WriteEndArray();
    }

    private void Write(Utf8JsonWriter json, PolicyViolationEvent violation, Dictionary<string, int> known)
    {
        var place = locate(violation.Urn) ?? Nowhere;
        json.WriteStartObject();
        json.WriteString("description", SafeText.Line($"{ReportText.Resource(violation.Urn)}: {violation.Message}"));
        json.WriteString("check_name", violation.Policy);
        json.WriteString("fingerprint", Fingerprint(violation, known));
        json.WriteString("severity", Severity(violation.Severity));
        json.WriteStartObject("location");
        json.WriteString("path", Path.GetRelativePath(directory, place.File).Replace(Path.DirectorySeparatorChar, '/'));
        json.WriteStartObject("lines");
        json.WriteNumber("begin", place.Line);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // GitLab compares two runs by the fingerprints: they must not depend on lines, and be unique.
    private static string Fingerprint(PolicyViolationEvent violation, Dictionary<string, int> known)
    {
        var identity = string.Join('\n', violation.Pack, violation.Policy, violation.Urn.Value, violation.Message);
        var count = known[identity] = known.GetValueOrDefault(identity) + 1;
        return Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(count == 1 ? identity : $"{identity}\n{ReportText.Number(count)}"))
        );
    }

    private static string Severity(PolicySeverity severity) =>
        severity switch
        {
            PolicySeverity.Critical => "blocker",
            PolicySeverity.High => "critical",
            PolicySeverity.Medium => "major",
            PolicySeverity.Low => "minor",
            _ => "info",
        };
}
