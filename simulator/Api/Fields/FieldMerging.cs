using System.Text.Json.Nodes;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Fields;

/// <summary>Merges an applied configuration into a live object.</summary>
internal static class FieldMerging
{
    public static JsonObject Merge(TypeSchema type, JsonObject live, JsonObject configuration)
    {
        var result = new JsonObject();
        foreach (var (key, value) in live)
        {
            result[key] = configuration.TryGetPropertyValue(key, out var applied)
                ? MergeValues(FieldTypes.FindType(type, key, applied ?? value), value, applied)
                : value?.DeepClone();
        }
        foreach (var (key, value) in configuration)
        {
            if (!live.ContainsKey(key))
            {
                result[key] = MergeValues(FieldTypes.FindType(type, key, value), null, value);
            }
        }
        return result;
    }

    private static JsonNode? MergeValues(TypeSchema? type, JsonNode? live, JsonNode? configuration) =>
        FieldTypes.GetStructure(type, live, configuration) switch
        {
            Structure.Fields => Merge(type!, live as JsonObject ?? [], configuration as JsonObject ?? []),
            Structure.Items => MergeItems(type!, live as JsonArray ?? [], configuration as JsonArray ?? []),
            _ => configuration?.DeepClone(),
        };

    /// <summary>
    /// Merges lists: items are in the order of the configuration, and items only in the live object keep their relative positions.
    /// </summary>
    private static JsonArray MergeItems(TypeSchema type, JsonArray live, JsonArray configuration)
    {
        var present = live.Select(item => (Element: ListItems.CreateElement(type, item), Item: item)).ToList();
        var first = ListItems.Index(type, live);
        var applied = ListItems.Index(type, configuration);
        var shared = new Queue<PathElement>(applied.Keys.Where(first.ContainsKey));
        var result = new JsonArray();
        var next = 0;
        foreach (var (element, item) in applied)
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
            if (!applied.ContainsKey(one.Element))
            {
                result.Add(one.Item?.DeepClone());
            }
        }
    }
}
