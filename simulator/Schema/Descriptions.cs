using System.IO.Compression;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Simulator.Schema;

/// <summary>
/// The descriptions of the built-in kinds and their fields, which <c>kubectl explain</c> shows. They are read for each document, since
/// clients keep documents and rarely ask for one.
/// </summary>
internal static class Descriptions
{
    private const string ResourceName = "descriptions-1.36.json.gz";

    /// <summary>The key of a definition's own description beside those of its fields.</summary>
    private const string OfDefinition = "";

    /// <summary>Adds the descriptions to a copy of OpenAPI definitions.</summary>
    public static void AddTo(JsonObject definitions)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourceName)!;
        using var json = new GZipStream(stream, CompressionMode.Decompress);
        using var descriptions = JsonDocument.Parse(json);
        foreach (var (name, value) in definitions)
        {
            if (value is JsonObject definition && descriptions.RootElement.TryGetProperty(name, out var texts))
            {
                AddTo(definition, texts);
            }
        }
    }

    private static void AddTo(JsonObject definition, JsonElement texts)
    {
        var properties = definition["properties"] as JsonObject;
        foreach (var text in texts.EnumerateObject())
        {
            var described = text.Name == OfDefinition ? definition : properties?[text.Name] as JsonObject;
            described?.Insert(0, "description", text.Value.GetString());
        }
    }
}
