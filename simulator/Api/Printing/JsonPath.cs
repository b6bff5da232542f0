using System.Globalization;
using System.Text.Json.Nodes;

namespace Infra.Simulator.Api.Printing;

/// <summary>The part of JSONPath that printer columns use: fields, indices, <c>[*]</c> and <c>[?(@.field=="value")]</c>.</summary>
internal sealed class JsonPath
{
    private readonly List<Func<JsonNode, IEnumerable<JsonNode>>> _steps = [];

    private JsonPath()
    {
    }

    public static JsonPath Parse(string text)
    {
        var path = new JsonPath();
        var position = 0;
        while (position < text.Length)
        {
            if (text[position] == '.')
            {
                position++;
            }
            else if (text[position] == '[')
            {
                var end = text.IndexOf(']', position);
                if (end < 0)
                    break;
                path._steps.Add(Bracket(text[(position + 1)..end]));
                position = end + 1;
            }
            else
            {
                path._steps.Add(Field(ReadName(text, ref position)));
            }
        }
        return path;
    }

    public IEnumerable<JsonNode> Find(JsonNode root) =>
        _steps.Aggregate((IEnumerable<JsonNode>)[root], (nodes, step) => nodes.SelectMany(step));

    private static string ReadName(string text, ref int position)
    {
        var name = new System.Text.StringBuilder();
        while (position < text.Length && text[position] is not ('.' or '['))
        {
            if (text[position] == '\\' && position + 1 < text.Length)
                position++;
            name.Append(text[position++]);
        }
        return name.ToString();
    }

    private static Func<JsonNode, IEnumerable<JsonNode>> Bracket(string inside)
    {
        if (inside == "*")
            return node => node is JsonArray array ? array.Where(item => item is not null).Select(item => item!) : [];
        if (int.TryParse(inside, CultureInfo.InvariantCulture, out var index))
            return node => node is JsonArray array && ItemAt(array, index) is { } item ? [item] : [];
        return inside.StartsWith("?(", StringComparison.Ordinal) ? Filter(inside[2..^1]) : Field(inside.Trim('\'', '"'));
    }

    private static JsonNode? ItemAt(JsonArray array, int index)
    {
        var place = index < 0 ? array.Count + index : index;
        return place >= 0 && place < array.Count ? array[place] : null;
    }

    private static Func<JsonNode, IEnumerable<JsonNode>> Filter(string condition)
    {
        var sides = condition.Split("==", 2, StringSplitOptions.TrimEntries);
        var path = Parse(sides[0].TrimStart('@'));
        var expected = sides.Length == 2 ? sides[1].Trim('\'', '"') : null;
        return node => node is JsonArray array
            ? array.OfType<JsonNode>().Where(item => path.Find(item).Any(found => expected is null || found.ToString() == expected))
            : [];
    }

    private static Func<JsonNode, IEnumerable<JsonNode>> Field(string name) =>
        node => node is JsonObject container && container[name] is { } value ? [value] : [];
}
