using System.IO.Compression;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Simulator.Schema;

/// <summary>
/// The descriptions of the built-in kinds and their fields, which <c>kubectl explain</c> and the columns of tables show. They are read on
/// first use.
/// </summary>
internal static class Descriptions
{
    private const string ResourceName = "descriptions-1.36.json.gz";

    /// <summary>The key of a definition's own description beside those of its fields.</summary>
    private const string OfDefinition = "";

    private static readonly Lazy<JsonDocument> _all = new(Load);

    /// <summary>Returns the description of a field; empty if it has none.</summary>
    public static string Find(string definition, string field)
    {
        return _all.Value.RootElement.TryGetProperty(definition, out var texts) && texts.TryGetProperty(field, out var text)
            ? text.GetString()!
            : "";
    }

    /// <summary>Adds the descriptions to a copy of OpenAPI definitions.</summary>
    public static void AddTo(JsonObject definitions)
    {
        foreach (var (name, value) in definitions)
        {
            if (value is JsonObject definition && _all.Value.RootElement.TryGetProperty(name, out var texts))
            {
                AddTo(definition, texts);
            }
        }
    }

    private static JsonDocument Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourceName)!;
        using var json = new GZipStream(stream, CompressionMode.Decompress);
        return JsonDocument.Parse(json);
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
