using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Simulator.Api.Fields;

/// <summary>
/// An element of a field's path in the form of <c>fieldsV1</c>: <c>f:</c> and a field's name, <c>k:</c> and the keys of a list item,
/// <c>v:</c> and the value of an item.
/// </summary>
internal readonly record struct PathElement(string Text) : IComparable<PathElement>
{
    public bool IsField => Text.StartsWith("f:", StringComparison.Ordinal);

    /// <summary>The name of a field's element.</summary>
    public string FieldName => Text[2..];

    public static PathElement Field(string name) => new("f:" + name);

    public static PathElement Value(JsonNode? value) => new("v:" + (value?.ToJsonString(RelaxedJson.Options) ?? "null"));

    /// <summary>Creates the element of a list item from its keys, which are ordered by name.</summary>
    public static PathElement Key(IEnumerable<KeyValuePair<string, JsonNode?>> keys)
    {
        var json = new JsonObject();
        foreach (var (name, value) in keys.OrderBy(key => key.Key, StringComparer.Ordinal))
        {
            json[name] = value?.DeepClone();
        }

        return new("k:" + json.ToJsonString(RelaxedJson.Options));
    }

    /// <summary>Formats the element as in conflicts: <c>.name</c>, <c>[name="app"]</c>, <c>[="x"]</c>.</summary>
    public string ToPathText()
    {
        if (IsField)
        {
            return "." + FieldName;
        }

        var json = JsonNode.Parse(Text[2..]);
        return Text[0] == 'v'
            ? $"[={json?.ToJsonString(RelaxedJson.Options) ?? "null"}]"
            : $"[{string.Join(",", ((JsonObject)json!).Select(key => $"{key.Key}={key.Value?.ToJsonString(RelaxedJson.Options) ?? "null"}"))}]";
    }

    /// <summary>Orders fields by name, then items by keys, then items by value; numbers numerically.</summary>
    public int CompareTo(PathElement other)
    {
        if (Text[0] != other.Text[0])
        {
            return Text[0].CompareTo(other.Text[0]);
        }

        if (IsField)
        {
            return string.CompareOrdinal(Text, other.Text);
        }

        return Compare(JsonNode.Parse(Text[2..]), JsonNode.Parse(other.Text[2..]));
    }

    private static int Compare(JsonNode? left, JsonNode? right) =>
        (left, right) switch
        {
            (JsonObject first, JsonObject second) => CompareKeys(first, second),
            _ when left?.GetValueKind() == JsonValueKind.Number && right?.GetValueKind() == JsonValueKind.Number => left.GetValue<double>()
                .CompareTo(right.GetValue<double>()),
            _ => string.CompareOrdinal(left?.ToString(), right?.ToString()),
        };

    private static int CompareKeys(JsonObject first, JsonObject second)
    {
        foreach (var (one, other) in first.Zip(second))
        {
            var byName = string.CompareOrdinal(one.Key, other.Key);
            if (byName != 0)
            {
                return byName;
            }

            var byValue = Compare(one.Value, other.Value);
            if (byValue != 0)
            {
                return byValue;
            }
        }
        return first.Count.CompareTo(second.Count);
    }
}
