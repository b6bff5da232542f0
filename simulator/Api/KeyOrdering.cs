using System.Text.Json.Nodes;
using Infra.Simulator.Api.Decoding;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api;

/// <summary>Orders the keys of an object as Kubernetes writes them.</summary>
internal static class KeyOrdering
{
    /// <summary>Orders the keys of an object in place and returns it; a custom resource is copied.</summary>
    /// <param name="schemas">The schemas.</param>
    /// <param name="kind">The object's kind.</param>
    /// <param name="body">The object.</param>
    /// <param name="stored">The field that is a copy of the stored object's, which is ordered; null for none.</param>
    public static JsonObject Order(KindSchemas schemas, ResourceKind kind, JsonObject body, string? stored = null)
    {
        if (kind.Custom is not null)
        {
            return KeySorting.Sort(body);
        }

        OrderFields(schemas.Get(kind), body, stored);
        return body;
    }

    /// <summary>Returns a copy of an object's metadata with ordered keys, also for custom resources.</summary>
    public static JsonObject OrderMetadata(BuiltInKinds schema, JsonObject metadata)
    {
        var copy = metadata.Clone();
        OrderFields(schema.Metadata, copy);
        return copy;
    }

    private static void Order(TypeSchema? type, JsonNode? value)
    {
        switch (type?.Type, value)
        {
            case (FieldType.Object, JsonObject json):
                OrderFields(type!, json);
                break;
            case (FieldType.Map, JsonObject json):
                OrderKeys(type!, json);
                break;
            case (FieldType.List, JsonArray array):
                foreach (var item in array)
                {
                    Order(type!.Items, item);
                }

                break;
        }
    }

    private static void OrderFields(TypeSchema type, JsonObject json, string? stored = null)
    {
        var isOrdered = true;
        var (next, hasUnknown) = (0, false);
        for (var i = 0; i < json.Count; i++)
        {
            var (key, value) = json.GetAt(i);
            if (type.FindField(key) is not { } field)
            {
                hasUnknown = true;
                continue;
            }

            // Storage does not distinguish an empty list from an absent one.
            if (field.IsAlwaysWritten && value is JsonArray { Count: 0 })
            {
                json.SetAt(i, null);
            }
            else if (key != stored)
            {
                Order(field.Type, value);
            }

            while (next < type.Fields.Count && type.Fields[next].Name != key)
            {
                next++;
            }

            isOrdered &= !hasUnknown && next++ < type.Fields.Count;
        }

        if (isOrdered)
        {
            return;
        }

        var entries = json.ToList();
        var unknown = entries.Where(entry => type.FindField(entry.Key) is null).ToList();
        var known = entries.Where(entry => type.FindField(entry.Key) is not null).ToDictionary(StringComparer.Ordinal);
        json.Clear();
        foreach (var field in type.Fields.Where(field => known.ContainsKey(field.Name)))
        {
            json.Add(field.Name, known[field.Name]);
        }

        foreach (var (key, value) in unknown)
        {
            json.Add(key, value);
        }
    }

    private static void OrderKeys(TypeSchema type, JsonObject json)
    {
        string? last = null;
        var isOrdered = true;
        foreach (var (key, value) in json)
        {
            Order(type.Values, value);
            isOrdered &= last is null || string.CompareOrdinal(last, key) <= 0;
            last = key;
        }

        if (isOrdered)
        {
            return;
        }

        var entries = json.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToList();
        json.Clear();
        foreach (var (key, value) in entries)
        {
            json.Add(key, value);
        }
    }
}
