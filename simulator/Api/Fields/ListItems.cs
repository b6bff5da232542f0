using System.Text.Json.Nodes;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Fields;

/// <summary>Tells the items of lists apart.</summary>
internal static class ListItems
{
    /// <summary>The element of an item's path.</summary>
    /// <exception cref="StatusException">The item lacks a key that has no default.</exception>
    public static PathElement ElementOf(TypeSchema list, JsonNode? item)
    {
        if (list.ListMerge == ListMerge.Set)
            return PathElement.Value(item);
        var keys = new List<KeyValuePair<string, JsonNode?>>();
        foreach (var key in list.MapKeys)
        {
            var value = (item as JsonObject)?[key] ?? list.Items!.Field(key)?.Default;
            if (value is not null)
                keys.Add(KeyValuePair.Create(key, (JsonNode?)value));
        }
        return PathElement.Key(keys);
    }

    /// <summary>The first item of each element, in order of appearance.</summary>
    public static OrderedDictionary<PathElement, JsonNode?> Index(TypeSchema list, JsonArray? items)
    {
        var index = new OrderedDictionary<PathElement, JsonNode?>();
        foreach (var item in items ?? [])
            index.TryAdd(ElementOf(list, item), item);
        return index;
    }
}
