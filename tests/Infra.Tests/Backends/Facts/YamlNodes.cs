using System.Text.Json.Nodes;
using Infra.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Infra.Tests.Backends.Facts;

/// <summary>Reads YAML into nodes whose scalars are all texts.</summary>
internal static class YamlNodes
{
    /// <summary>The mappings of all documents; empty documents are skipped.</summary>
    public static IEnumerable<JsonObject> Parse(string yaml)
    {
        var parser = new BoundedYamlParser(yaml, allowTags: true);
        parser.Consume<StreamStart>();
        while (parser.TryConsume<DocumentStart>(out _))
        {
            if (ReadNode(parser) is JsonObject document)
            {
                yield return document;
            }

            parser.Consume<DocumentEnd>();
        }
    }

    private static JsonNode? ReadNode(IParser parser)
    {
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return scalar.IsPlainImplicit && scalar.Value is "" or "~" or "null" ? null : JsonValue.Create(scalar.Value);
        }

        if (parser.TryConsume<SequenceStart>(out _))
        {
            var list = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                list.Add(ReadNode(parser));
            }

            return list;
        }

        parser.Consume<MappingStart>();
        var map = new JsonObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            map[parser.Consume<Scalar>().Value] = ReadNode(parser);
        }

        return map;
    }
}
