using System.Text.Json.Nodes;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Fields;

/// <summary>Identifies the items of lists.</summary>
internal static class ListItems
{
    /// <summary>Creates the path element of an item. It omits keys that have neither a value nor a default.</summary>
    public static PathElement CreateElement(TypeSchema list, JsonNode? item)
    {
        if (list.ListMerge == ListMerge.Set)
        {
            return PathElement.Value(item);
        }

        var keys = new List<KeyValuePair<string, JsonNode?>>();
        foreach (var key in list.MapKeys)
        {
            var value = (item as JsonObject)?[key] ?? list.Items!.FindField(key)?.Default;
            if (value is not null)
            {
                keys.Add(KeyValuePair.Create(key, (JsonNode?)value));
            }
        }
        return PathElement.Key(keys);
    }

    /// <summary>Whether an item that omits a key has a default for it.</summary>
    public static bool HasDefault(TypeSchema list, string key) => list.Items!.FindField(key)?.Default is not null;

    /// <summary>Returns the items of each path element, in order. An invalid list has several of one element.</summary>
    public static OrderedDictionary<PathElement, List<JsonNode?>> Group(TypeSchema list, JsonArray? items)
    {
        var groups = new OrderedDictionary<PathElement, List<JsonNode?>>();
        foreach (var item in items ?? [])
        {
            var element = CreateElement(list, item);
            if (!groups.TryGetValue(element, out var group))
            {
                groups[element] = group = [];
            }

            group.Add(item);
        }

        return groups;
    }

    /// <summary>Returns the first item of each path element, in order.</summary>
    public static OrderedDictionary<PathElement, JsonNode?> Index(TypeSchema list, JsonArray? items)
    {
        var index = new OrderedDictionary<PathElement, JsonNode?>();
        foreach (var item in items ?? [])
        {
            index.TryAdd(CreateElement(list, item), item);
        }

        return index;
    }
}
