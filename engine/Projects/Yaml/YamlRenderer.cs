using System.Text;
using System.Text.Json.Nodes;

namespace Infra.Engine.Projects.Yaml;

/// <summary>Renders JSON values as YAML in block style.</summary>
internal static class YamlRenderer
{
    private const int IndentStep = 2;

    /// <summary>Renders `key: value` with a final line break, each line indented by <paramref name="indent"/> spaces.</summary>
    public static string Entry(string key, JsonNode? value, int indent)
    {
        var text = new StringBuilder();
        text.Append(' ', indent).Append(Scalar(key)).Append(':');
        AppendValue(text, value, indent);
        return text.ToString();
    }

    /// <summary>Renders `- value` with a final line break.</summary>
    public static string Item(JsonNode? value, int indent)
    {
        var text = new StringBuilder();
        AppendItem(text, value, indent);
        return text.ToString();
    }

    /// <summary>Renders a scalar on one line, quoted if a parser would otherwise change its type or meaning.</summary>
    public static string Scalar(JsonNode? value) =>
        value switch
        {
            null => "null",
            JsonValue source when source.TryGetValue<SourceScalar>(out var scalar) => scalar.Text,
            JsonValue scalar when scalar.TryGetValue<string>(out var text) => Scalar(text),
            _ => value.ToJsonString(),
        };

    private static string Scalar(string text) => IsPlain(text) ? text : System.Text.Json.JsonSerializer.Serialize(text, Unescaped);

    private static readonly System.Text.Json.JsonSerializerOptions Unescaped = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static bool IsPlain(string text) =>
        text.Length > 0
        && !char.IsWhiteSpace(text[0])
        && !char.IsWhiteSpace(text[^1])
        && !"-?:,[]{}#&*!|>'\"%@`=<".Contains(text[0], StringComparison.Ordinal)
        && !text.Any(char.IsControl)
        && !text.Contains(": ", StringComparison.Ordinal)
        && !text.EndsWith(':')
        && !text.Contains(" #", StringComparison.Ordinal)
        && !IsOldBoolean(text)
        && YamlNodes.ReadsAsString(text);

    /// <summary>True for a boolean of YAML 1.1, which old parsers would not read as a string.</summary>
    private static bool IsOldBoolean(string text) =>
        text.ToLowerInvariant() is "y" or "n" or "yes" or "no" or "on" or "off" or "true" or "false" or "null";

    private static void AppendValue(StringBuilder text, JsonNode? value, int indent)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } map:
                text.Append('\n');
                foreach (var (key, child) in map)
                {
                    text.Append(Entry(key, child, indent + IndentStep));
                }

                break;
            case JsonArray { Count: > 0 } list:
                text.Append('\n');
                foreach (var child in list)
                {
                    AppendItem(text, child, indent + IndentStep);
                }

                break;
            default:
                text.Append(' ')
                    .Append(
                        value is JsonObject ? "{}"
                        : value is JsonArray ? "[]"
                        : Scalar(value)
                    )
                    .Append('\n');
                break;
        }
    }

    private static void AppendItem(StringBuilder text, JsonNode? value, int indent)
    {
        text.Append(' ', indent).Append('-');
        if (value is JsonObject { Count: > 0 } map)
        {
            var first = true;
            foreach (var (key, child) in map)
            {
                var entry = Entry(key, child, indent + IndentStep);
                text.Append(first ? " " + entry[(indent + IndentStep)..] : entry);
                first = false;
            }
        }
        else
        {
            AppendValue(text, value, indent);
        }
    }
}
