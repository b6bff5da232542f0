using System.Text.Json.Nodes;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Fields;

/// <summary>Merges an applied configuration into a live object.</summary>
internal static class FieldMerging
{
    public static JsonObject Merge(TypeSchema type, JsonObject live, JsonObject wanted)
    {
        var result = new JsonObject();
        foreach (var (key, value) in live)
        {
            result[key] = wanted.TryGetPropertyValue(key, out var asked)
                ? MergeValues(FieldTypes.TypeOf(type, key, asked ?? value), value, asked)
                : value?.DeepClone();
        }
        foreach (var (key, value) in wanted)
        {
            if (!live.ContainsKey(key))
            {
                result[key] = MergeValues(FieldTypes.TypeOf(type, key, value), null, value);
            }
        }
        return result;
    }

    private static JsonNode? MergeValues(TypeSchema? type, JsonNode? live, JsonNode? wanted) =>
        FieldTypes.StructureOf(type, live, wanted) switch
        {
            Structure.Fields => Merge(type!, live as JsonObject ?? [], wanted as JsonObject ?? []),
            Structure.Items => MergeItems(type!, live as JsonArray ?? [], wanted as JsonArray ?? []),
            _ => wanted?.DeepClone(),
        };

    /// <summary>Items are in the configuration's order; those only in the live object keep their relative positions.</summary>
    private static JsonArray MergeItems(TypeSchema type, JsonArray live, JsonArray wanted)
    {
        var present = live.Select(item => (Element: ListItems.ElementOf(type, item), Item: item)).ToList();
        var first = ListItems.Index(type, live);
        var asked = ListItems.Index(type, wanted);
        var shared = new Queue<PathElement>(asked.Keys.Where(first.ContainsKey));
        var result = new JsonArray();
        var next = 0;
        foreach (var (element, item) in asked)
        {
            for (; next < present.Count && !IsNextShared(present[next].Element); next++)
            {
                AddIfOnlyLive(present[next]);
            }

            if (shared.TryPeek(out var expected) && expected == element)
            {
                shared.Dequeue();
            }

            if (next < present.Count && present[next].Element == element)
            {
                next++;
            }

            result.Add(MergeValues(type.Items, first.GetValueOrDefault(element), item));
        }
        for (; next < present.Count; next++)
        {
            AddIfOnlyLive(present[next]);
        }

        return result;

        bool IsNextShared(PathElement element) => shared.TryPeek(out var expected) && expected == element;

        void AddIfOnlyLive((PathElement Element, JsonNode? Item) one)
        {
            if (!asked.ContainsKey(one.Element))
            {
                result.Add(one.Item?.DeepClone());
            }
        }
    }
}
