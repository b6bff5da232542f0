using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Fields;

/// <summary>Collects the fields of an object: its leaves, and the keys and items of granular maps and lists.</summary>
internal static class FieldCollection
{
    public static FieldSet Collect(TypeSchema type, JsonObject json)
    {
        var set = new FieldSet();
        CollectFields(type, json, [], set);
        return set;
    }

    private static void Collect(TypeSchema? type, JsonNode? value, List<PathElement> path, FieldSet set)
    {
        var isGranular = type is { IsAtomic: false };
        switch (type?.Type, value)
        {
            case (FieldType.Object or FieldType.Map, JsonObject json) when isGranular:
                CollectFields(type!, json, path, set);
                break;
            case (FieldType.List, JsonArray items) when isGranular && type!.ListMerge != ListMerge.Atomic:
                CollectItems(type!, items, path, set);
                break;
            case (FieldType.Object or FieldType.Map or FieldType.List, null):
                break;
            default:
                set.Insert(CollectionsMarshal.AsSpan(path));
                break;
        }
    }

    private static void CollectFields(TypeSchema type, JsonObject json, List<PathElement> path, FieldSet set)
    {
        foreach (var (key, value) in json)
        {
            path.Add(PathElement.Field(key));
            Collect(FieldTypes.FindType(type, key, value), value, path, set);
            if (value is null or JsonObject { Count: 0 } || type.FindField(key) is null)
            {
                set.Insert(CollectionsMarshal.AsSpan(path));
            }

            path.RemoveAt(path.Count - 1);
        }
    }

    private static void CollectItems(TypeSchema type, JsonArray items, List<PathElement> path, FieldSet set)
    {
        foreach (var (element, group) in ListItems.Group(type, items))
        {
            path.Add(element);
            if (group.Count == 1)
            {
                Collect(type.Items, group[0], path, set);
            }

            set.Insert(CollectionsMarshal.AsSpan(path));
            path.RemoveAt(path.Count - 1);
        }
    }
}
