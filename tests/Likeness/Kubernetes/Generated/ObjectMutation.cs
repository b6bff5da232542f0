using System.Text.Json.Nodes;
using Infra.Simulator.Schema;

namespace Likeness.Kubernetes.Generated;

/// <summary>Changes one field of an object: its value, its type, its presence or its name.</summary>
internal static class ObjectMutation
{
    public static void Apply(Random random, JsonObject body)
    {
        var places = Places(body).ToList();
        if (places.Count == 0)
        {
            return;
        }

        switch (GeneratedValues.Pick(random, places))
        {
            case (JsonObject parent, string key):
                Change(random, parent, key);
                break;
            case (JsonArray parent, int index):
                Change(random, parent, index);
                break;
        }
    }

    private static void Change(Random random, JsonObject parent, string key)
    {
        switch (random.Next(6))
        {
            case 0:
                parent.Remove(key);
                break;
            case 1:
                parent["unknown" + key] = GeneratedValues.Any(random);
                break;
            case 2:
                parent[key] = GeneratedValues.Any(random);
                break;
            default:
                parent[key] = SameType(random, parent[key]);
                break;
        }
    }

    private static void Change(Random random, JsonArray parent, int index)
    {
        switch (random.Next(5))
        {
            case 0:
                parent.RemoveAt(index);
                break;
            case 1:
                parent.Add(parent[index]?.DeepClone());
                break;
            case 2:
                parent[index] = GeneratedValues.Any(random);
                break;
            case 3:
                parent.Insert(0, parent[index]?.DeepClone());
                break;
            default:
                parent[index] = SameType(random, parent[index]);
                break;
        }
    }

    private static JsonNode? SameType(Random random, JsonNode? value) =>
        value switch
        {
            JsonObject => new JsonObject(),
            JsonArray => new JsonArray(),
            _ => value?.GetValueKind() switch
            {
                System.Text.Json.JsonValueKind.Number => GeneratedValues.Scalar(random, FieldType.Integer),
                System.Text.Json.JsonValueKind.True => false,
                System.Text.Json.JsonValueKind.False => true,
                _ => GeneratedValues.Scalar(
                    random,
                    GeneratedValues.Pick(
                        random,
                        (FieldType[])
                            [FieldType.Text, FieldType.Text, FieldType.Quantity, FieldType.Time, FieldType.IntOrString, FieldType.Bytes]
                    )
                ),
            },
        };

    // The name and the kind stay: without them the request ends before the object is looked at.
    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map)
                {
                    if (key is "apiVersion" or "kind" && map.ContainsKey("metadata"))
                    {
                        continue;
                    }

                    yield return (map, key);
                    foreach (var place in value is null ? [] : Places(value))
                    {
                        yield return place;
                    }
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    yield return (list, i);
                    foreach (var place in list[i] is { } item ? Places(item) : [])
                    {
                        yield return place;
                    }
                }

                break;
        }
    }
}
