using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Infra.Engine.Projects.Yaml;

/// <summary>Interprets YAML nodes by the core schema of YAML 1.2, with merge keys and Go's numbers.</summary>
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
    public static JsonNode? ToJson(YamlNode node) => ToJson(node, ScalarToJson);

    /// <summary>Converts a node to JSON, with a conversion of its scalars.</summary>
    public static JsonNode? ToJson(YamlNode node, Func<YamlScalarNode, JsonNode?> convert) =>
        node switch
        {
            YamlMappingNode mapping => new JsonObject(
                MergeKey
                    .Expand(mapping)
                    .Select(child =>
                        KeyValuePair.Create(((child.Key as YamlScalarNode)?.Value) ?? child.Key.ToString(), ToJson(child.Value, convert))
                    )
            ),
            YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(item => ToJson(item, convert))]),
            YamlScalarNode scalar => convert(scalar),
            _ => null,
        };

    public static bool TryGetBoolean(YamlNode node, out bool value)
    {
        value = node is YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "True" or "TRUE" };
        return value || node is YamlScalarNode { Style: ScalarStyle.Plain, Value: "false" or "False" or "FALSE" };
    }

    /// <summary>True if a plain scalar with this text is a string, in Go's YAML as well, which knows time stamps.</summary>
    public static bool ReadsAsString(string text) =>
        !(text.Length > 4 && text[4] == '-' && !text.AsSpan(0, 4).ContainsAnyExceptInRange('0', '9'))
        && ScalarToJson(new YamlScalarNode(text) { Style = ScalarStyle.Plain })?.GetValueKind() == System.Text.Json.JsonValueKind.String;

    /// <summary>Converts a scalar to JSON.</summary>
    public static JsonValue? ScalarToJson(YamlScalarNode scalar)
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

        return GoNumber.TryParse(text) ?? JsonValue.Create(text);
    }
}
