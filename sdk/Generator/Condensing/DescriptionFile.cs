using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Generator.Condensing;

/// <summary>Writes the descriptions of a cluster's OpenAPI v2 document, which the condensed schema leaves out.</summary>
internal static class DescriptionFile
{
    /// <summary>
    /// Compresses an object from definition to descriptions: that of the definition under the empty key, those of its fields by name.
    /// </summary>
    public static byte[] Create(JsonObject openApi)
    {
        var result = new JsonObject();
        foreach (var (name, definition) in openApi["definitions"]!.AsObject().OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var texts = new JsonObject();
            Add(texts, "", definition!);
            foreach (var (field, property) in definition!["properties"]?.AsObject() ?? [])
            {
                Add(texts, field, property!);
            }

            if (texts.Count > 0)
            {
                result[name] = texts;
            }
        }

        using var buffer = new MemoryStream();
        using (var compressed = new GZipStream(buffer, CompressionLevel.SmallestSize))
        {
            JsonSerializer.Serialize(compressed, result);
        }

        return buffer.ToArray();
    }

    private static void Add(JsonObject texts, string key, JsonNode described)
    {
        if (described["description"] is { } text)
        {
            texts[key] = text.GetValue<string>();
        }
    }
}
