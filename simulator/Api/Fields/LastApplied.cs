using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Fields;

/// <summary>The annotation in which kubectl keeps the configuration that it applied last without server-side apply.</summary>
internal static class LastApplied
{
    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>The bytes that all annotations of an object may have.</summary>
    private const int MaximumSize = 256 * 1024;

    /// <summary>
    /// Returns the fields of the last applied configuration that the live object still has; null without such a configuration of the same
    /// version, or if one of the two is not valid for server-side apply.
    /// </summary>
    public static FieldSet? FindOwnedFields(TypeSchema type, JsonObject live, string apiVersion)
    {
        if (
            Parse(live) is not { } last
            || last.Text("apiVersion") != apiVersion
            || AppliedConfiguration.FindProblems(type, last).Count > 0
            || AppliedConfiguration.FindProblems(type, live).Count > 0
        )
        {
            return null;
        }

        var comparison = FieldComparison.Compare(type, last, live);
        return FieldCollection
            .Collect(type, last)
            .Difference(comparison.Modified)
            .Difference(comparison.Added)
            .Difference(comparison.Removed);
    }

    /// <summary>Replaces the annotation, if there is one, by the configuration just applied.</summary>
    public static void Update(JsonObject applied, JsonObject configuration)
    {
        if (applied.Text("metadata", "annotations", Annotation) is not { Length: > 0 })
        {
            return;
        }

        var copy = Decoding.KeySorting.Sort(configuration);
        copy.Map("metadata", "annotations")?.Remove(Annotation);
        var annotations = applied.Map("metadata", "annotations")!;
        annotations[Annotation] = EscapeMarkup(copy.ToJsonString(RelaxedJson.Options)) + "\n";
        if (annotations.Sum(entry => GetSize(entry.Key) + GetSize((string?)entry.Value ?? "")) > MaximumSize)
        {
            annotations.Remove(Annotation);
        }
    }

    /// <summary>Escapes the characters of HTML, as Go's JSON does.</summary>
    private static string EscapeMarkup(string json) =>
        json.Replace("<", "\\u003c", StringComparison.Ordinal)
            .Replace(">", "\\u003e", StringComparison.Ordinal)
            .Replace("&", "\\u0026", StringComparison.Ordinal);

    private static int GetSize(string text) => Encoding.UTF8.GetByteCount(text);

    private static JsonObject? Parse(JsonObject live)
    {
        if (live.Text("metadata", "annotations", Annotation) is not { Length: > 0 } text)
        {
            return null;
        }

        try
        {
            return UniqueKeyJson.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            // The annotation can have been written by hand: it does not describe an earlier apply.
            return null;
        }
    }
}
