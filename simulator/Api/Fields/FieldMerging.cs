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
    /// Merges lists: items are in the order of the configuration, and items only in the live object keep their relative positions. Items
    /// that the live object has more than once are replaced by the configuration's, not merged with it.
    /// </summary>
    private static JsonArray MergeItems(TypeSchema type, JsonArray live, JsonArray configuration)
    {
        var liveElements = live.Select(item => ListItems.CreateElement(type, item)).ToList();
        var present = ListItems.Group(type, live);
        var applied = ListItems.Index(type, configuration);
        var shared = new Queue<PathElement>(applied.Keys.Where(present.ContainsKey));
        var merged = new HashSet<PathElement>();
        var result = new JsonArray();
        var (next, nextApplied) = (0, 0);
        while (next < live.Count || nextApplied < applied.Count)
        {
            if (next < live.Count && nextApplied < applied.Count && liveElements[next] == applied.GetAt(nextApplied).Key)
            {
                next++;
                shared.TryDequeue(out _);
                AddApplied();
            }
            else if (next < live.Count && nextApplied < applied.Count && IsSharedLater(liveElements[next]))
            {
                next++;
            }
            else if (next < live.Count && !applied.ContainsKey(liveElements[next]))
            {
                result.Add(live[next]?.DeepClone());
                next++;
            }
            else
            {
                next += next < live.Count && merged.Contains(liveElements[next]) ? 1 : 0;
                if (nextApplied < applied.Count)
                {
                    if (shared.TryPeek(out var expected) && expected == applied.GetAt(nextApplied).Key)
                    {
                        shared.Dequeue();
                    }

                    AddApplied();
                }
            }
        }

        return result;

        bool IsSharedLater(PathElement element) => applied.ContainsKey(element) && shared.TryPeek(out var expected) && expected != element;

        void AddApplied()
        {
            var (element, item) = applied.GetAt(nextApplied++);
            merged.Add(element);
            result.Add(MergeValues(type.Items, present.GetValueOrDefault(element) is [var only] ? only : null, item));
        }
    }
}
