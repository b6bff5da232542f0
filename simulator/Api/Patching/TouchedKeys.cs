using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Kubernetes.Patching;

namespace Infra.Simulator.Api.Patching;

/// <summary>
/// Sorts the keys of the objects on the paths of a JSON patch. Kubernetes writes those in order, and the others as they are, where it
/// quotes a patched object in a message.
/// </summary>
internal static class TouchedKeys
{
    public static void Sort(JsonObject patched, IEnumerable<JsonPatchOperation> operations)
    {
        Sort(patched);
        foreach (var pointer in operations.SelectMany(operation => new[] { operation.Path, operation.From }).Distinct())
        {
            JsonNode? node = patched;
            foreach (var key in JsonPointer.TryParse(pointer)?.SkipLast(1) ?? [])
            {
                node = node switch
                {
                    JsonObject container => container[key],
                    JsonArray list
                        when int.TryParse(key, CultureInfo.InvariantCulture, out var index) && index >= 0 && index < list.Count => list[
                        index
                    ],
                    _ => null,
                };
                if (node is JsonObject touched)
                {
                    Sort(touched);
                }
            }
        }
    }

    /// <summary>Sorts the keys of one object, not of those in it.</summary>
    public static void Sort(JsonObject json)
    {
        var entries = json.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToList();
        json.Clear();
        foreach (var (key, value) in entries)
        {
            json[key] = value;
        }
    }
}
