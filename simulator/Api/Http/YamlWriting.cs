using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Infra.Simulator.Api.Http;

/// <summary>Writes JSON as a YAML document.</summary>
internal static class YamlWriting
{
    public static string Write(JsonNode json)
    {
        using var text = new StringWriter();
        new YamlStream(new YamlDocument(Convert(json))).Save(text, assignAnchors: false);
        return text.ToString().TrimEnd('.', '\n', '\r') + "\n";
    }

    private static YamlNode Convert(JsonNode? json) =>
        json switch
        {
            JsonObject container => new YamlMappingNode(
                container.SelectMany(entry => new[] { new YamlScalarNode(entry.Key), Convert(entry.Value) })
            ),
            JsonArray array => new YamlSequenceNode(array.Select(Convert)),
            null => new YamlScalarNode("null"),
            _ when json.GetValueKind() == JsonValueKind.String => new YamlScalarNode(json.GetValue<string>())
            {
                Style = ScalarStyle.DoubleQuoted,
            },
            _ => new YamlScalarNode(json.ToJsonString()),
        };
}
