using System.Text.Json.Nodes;
using Infra.Engine.Json;

namespace Infra.Engine.Docker.Resources;

/// <summary>Labels as inputs have them: a list of <c>label</c> and <c>value</c>. Engines have maps.</summary>
internal static class LabelLists
{
    public static JsonArray Create(IEnumerable<KeyValuePair<string, string>> labels) =>
        new([
            .. labels
                .OrderBy(label => label.Key, StringComparer.Ordinal)
                .Select(label => (JsonNode)new JsonObject { ["label"] = label.Key, ["value"] = label.Value }),
        ]);

    /// <summary>The labels of a list as a map; null where there are none.</summary>
    public static JsonObject? Labels(this JsonObject json, string name)
    {
        var labels = new JsonObject();
        foreach (var entry in json.Objects(name))
        {
            labels[entry.Text("label") ?? ""] = entry.Text("value") ?? "";
        }

        return labels.Count > 0 ? labels : null;
    }
}
