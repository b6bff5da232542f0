using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Infra.Engine.Projects.Yaml;

/// <summary>Interprets YAML nodes by the core schema of YAML 1.2, with merge keys.</summary>
internal static class YamlNodes
{
    public static YamlNode? Find(YamlMappingNode mapping, string key)
    {
        foreach (var (name, value) in MergeKey.Expand(mapping))
        {
            if (name is YamlScalarNode scalar && scalar.Value == key)
            {
                return value;
            }
        }

        return null;
    }

    public static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    /// <summary>Converts a node to JSON: plain scalars become numbers, booleans, null or strings, quoted ones strings.</summary>
    public static JsonNode? ToJson(YamlNode node) =>
        node switch
        {
            YamlMappingNode mapping => new JsonObject(
                MergeKey
                    .Expand(mapping)
                    .Select(child =>
                        KeyValuePair.Create(((child.Key as YamlScalarNode)?.Value) ?? child.Key.ToString(), ToJson(child.Value))
                    )
            ),
            YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(ToJson)]),
            YamlScalarNode scalar => ScalarToJson(scalar),
            _ => null,
        };

    public static bool TryGetBoolean(YamlNode node, out bool value)
    {
        value = node is YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "True" or "TRUE" };
        return value || node is YamlScalarNode { Style: ScalarStyle.Plain, Value: "false" or "False" or "FALSE" };
    }

    /// <summary>True if a plain scalar with this text is a string.</summary>
    public static bool ReadsAsString(string text) =>
        ScalarToJson(new YamlScalarNode(text) { Style = ScalarStyle.Plain })?.GetValueKind() == System.Text.Json.JsonValueKind.String;

    private static JsonValue? ScalarToJson(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any))
        {
            return JsonValue.Create(text);
        }

        if (text is "" or "~" or "null" or "Null" or "NULL")
        {
            return null;
        }

        if (text is "true" or "True" or "TRUE")
        {
            return JsonValue.Create(true);
        }

        if (text is "false" or "False" or "FALSE")
        {
            return JsonValue.Create(false);
        }

        // .NET also parses thousands separators, spaces and words such as `Infinity`, which are strings in YAML.
        if (!(char.IsAsciiDigit(text[0]) || (text.Length > 1 && text[0] is '-' or '+' or '.')))
        {
            return JsonValue.Create(text);
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
        {
            return JsonValue.Create(integer);
        }

        const NumberStyles real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, real, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? JsonValue.Create(number)
            : JsonValue.Create(text);
    }
}
