using System.Text.Json.Nodes;

namespace Infra.Engine.Docker.Resources;

/// <summary>Writes a map of labels as the list that inputs have.</summary>
internal static class ImportedLabels
{
    public static JsonArray Create(IEnumerable<KeyValuePair<string, string>> labels) =>
        new([
            .. labels
                .OrderBy(label => label.Key, StringComparer.Ordinal)
                .Select(label => (JsonNode)new JsonObject { ["label"] = label.Key, ["value"] = label.Value }),
        ]);
}
