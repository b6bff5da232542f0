using System.Text.Json.Nodes;
using Sdk.Tests.Programs;

namespace Sdk.Tests.Recordings;

/// <summary>Converts calls to comparable texts, without values that differ between runs and without insignificant order.</summary>
internal static class CallText
{
    private static readonly string[] Sets = ["dependencies", "urns"];

    /// <summary>Converts calls to texts. Repeated feature queries count once.</summary>
    public static IReadOnlyList<string> Sorted(IEnumerable<RecordedCall> calls)
    {
        var texts = calls.Select(ToText).Order(StringComparer.Ordinal).ToList();
        return [.. texts.Where(text => !IsFeatureQuery(text)), .. texts.Where(IsFeatureQuery).Distinct()];
    }

    /// <summary>Checks that each resource is registered after its dependencies have URNs.</summary>
    public static void AssertDependenciesComeFirst(IEnumerable<RecordedCall> calls)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var call in calls.Where(call => call.Method == "ResourceMonitor.RegisterResource"))
        {
            var needed = (call.Request["dependencies"]?.AsArray().Select(urn => (string)urn!) ?? [])
                .Append((string?)call.Request["parent"] ?? "")
                .Where(urn => urn.Length > 0);
            Assert.All(needed, urn => Assert.Contains(urn, known));
            known.Add((string)call.Response!["urn"]!);
        }
    }

    private static bool IsFeatureQuery(string text) => text.StartsWith("ResourceMonitor.SupportsFeature", StringComparison.Ordinal);

    private static string ToText(RecordedCall call)
    {
        var withResponse = call.Method.StartsWith("Callbacks.", StringComparison.Ordinal) ? call.Response : null;
        return $"{call.Method} {Normalized(call.Request)} {Normalized(withResponse)}";
    }

    private static string? Normalized(JsonNode? node) => Normalize(node, "")?.ToJsonString();

    private static JsonNode? Normalize(JsonNode? node, string name) =>
        node switch
        {
            JsonObject fields => new JsonObject(
                fields
                    .Where(field => !(name == "transforms" && field.Key is "token" or "target"))
                    .OrderBy(field => field.Key, StringComparer.Ordinal)
                    .Select(field => KeyValuePair.Create(field.Key, Normalize(field.Value, field.Key)))
            ),
            JsonArray items when Sets.Contains(name) => new JsonArray([
                .. items.Select(item => item!.DeepClone()).OrderBy(item => (string)item!, StringComparer.Ordinal),
            ]),
            JsonArray items => new JsonArray([.. items.Select(item => Normalize(item, name))]),
            _ => node?.DeepClone(),
        };
}
