using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Simulator.Api.Fields;

/// <summary>
/// An element of a field's path in the form of <c>fieldsV1</c>: <c>f:</c> and a field's name, <c>k:</c> and the keys of a list item,
/// <c>v:</c> and the value of an item, <c>i:</c> and its position.
/// </summary>
internal readonly record struct PathElement(string Text) : IComparable<PathElement>
{
    public bool IsField => Text.StartsWith("f:", StringComparison.Ordinal);

    /// <summary>The name of a field's element.</summary>
    public string FieldName => Text[2..];

    /// <summary>Parses an element; null for one of an unknown form, which Kubernetes ignores.</summary>
    /// <exception cref="FormatException">The keys or the value are not JSON, or the position is not an integer.</exception>
    public static PathElement? Parse(string text)
    {
        try
        {
            return text switch
            {
                ['f', ':', ..] => new PathElement(text),
                ['i', ':', .. var position] => ParsePosition(position),
                ['k', ':', ..] when SingleKey.TryParse(text, out _) => new PathElement(text),
                ['k', ':', .. var keys] => UniqueKeyJson.Parse(keys) is JsonObject
                    ? new PathElement(text)
                    : throw new FormatException($"{text} has no keys"),
                ['v', ':', .. var value] => UniqueKeyJson.Parse(value) is var _ ? new PathElement(text) : null,
                [_, ':', ..] => null,
                _ => throw new FormatException($"{text} has no type"),
            };
        }
        catch (JsonException error)
        {
            throw new FormatException(error.Message, error);
        }
    }

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

    /// <summary>Formats the element as in conflicts: <c>.name</c>, <c>[name="app"]</c>, <c>[="x"]</c>, <c>[0]</c>.</summary>
    public string ToPathText()
    {
        if (IsField)
        {
            return "." + FieldName;
        }

        if (Text[0] == 'i')
        {
            return $"[{Text[2..]}]";
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

        return SingleKey.TryParse(Text, out var key) && SingleKey.TryParse(other.Text, out var otherKey)
            ? key.CompareTo(otherKey)
            : Compare(JsonNode.Parse(Text[2..]), JsonNode.Parse(other.Text[2..]));
    }

    private static PathElement ParsePosition(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var position)
            ? new PathElement(string.Create(CultureInfo.InvariantCulture, $"i:{position}"))
            : throw new FormatException($"'{text}' is not a position");

    // Numbers come before texts, those before flags, lists, objects and null.
    private static int Compare(JsonNode? left, JsonNode? right)
    {
        var byType = Rank(left).CompareTo(Rank(right));
        return (left, right) switch
        {
            _ when byType != 0 => byType,
            (JsonObject first, JsonObject second) => CompareKeys(first, second),
            (JsonArray first, JsonArray second) => CompareItems(first, second),
            _ when left?.GetValueKind() == JsonValueKind.Number => left.GetValue<double>().CompareTo(right!.GetValue<double>()),
            _ => string.CompareOrdinal(left?.ToString(), right?.ToString()),
        };
    }

    private static int Rank(JsonNode? value) =>
        value?.GetValueKind() switch
        {
            JsonValueKind.Number => 0,
            JsonValueKind.String => 1,
            JsonValueKind.True or JsonValueKind.False => 2,
            JsonValueKind.Array => 3,
            JsonValueKind.Object => 4,
            _ => 5,
        };

    private static int CompareItems(JsonArray first, JsonArray second)
    {
        foreach (var (one, other) in first.Zip(second))
        {
            if (Compare(one, other) is var byItem and not 0)
            {
                return byItem;
            }
        }

        return first.Count.CompareTo(second.Count);
    }

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

    /// <summary>The key of most items, one field with a text, read without parsing the JSON: <c>k:{"name":"app"}</c>.</summary>
    private readonly ref struct SingleKey
    {
        private const string Start = "k:{\"";
        private const string Middle = "\":\"";
        private const string End = "\"}";

        private readonly ReadOnlySpan<char> _name;
        private readonly ReadOnlySpan<char> _value;

        private SingleKey(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
        {
            _name = name;
            _value = value;
        }

        /// <summary>Parses an element; false for one of another form, and for one with an escaped or a control character.</summary>
        public static bool TryParse(ReadOnlySpan<char> text, out SingleKey key)
        {
            key = default;
            if (text.Length < Start.Length + Middle.Length + End.Length || !text.StartsWith(Start) || !text.EndsWith(End))
            {
                return false;
            }

            text = text[Start.Length..^End.Length];
            var middle = text.IndexOf(Middle);
            if (middle < 0 || text.Contains('\\') || text.ContainsAnyInRange('\0', '\u001f'))
            {
                return false;
            }

            key = new SingleKey(text[..middle], text[(middle + Middle.Length)..]);
            return !key._name.Contains('"') && !key._value.Contains('"');
        }

        public int CompareTo(SingleKey other) =>
            _name.SequenceCompareTo(other._name) is var byName and not 0 ? byName : _value.SequenceCompareTo(other._value);
    }
}
