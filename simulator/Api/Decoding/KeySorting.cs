using System.Text.Json.Nodes;

namespace Infra.Simulator.Api.Decoding;

/// <summary>Sorts the keys of objects by name, the order in which custom resources are written.</summary>
internal static class KeySorting
{
    public static JsonObject Sort(JsonObject json)
    {
        var result = new JsonObject();
        foreach (var (key, value) in json.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            result[key] = SortValue(value);
        }

        return result;
    }

    private static JsonNode? SortValue(JsonNode? value) =>
        value switch
        {
            JsonObject json => Sort(json),
            JsonArray array => new JsonArray([.. array.Select(SortValue)]),
            _ => value?.DeepClone(),
        };
}
