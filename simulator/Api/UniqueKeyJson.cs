using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Simulator.Api;

/// <summary>
/// Parses JSON that clients write as text. By default, <see cref="JsonNode"/> accepts duplicate keys, and throws when it is read.
/// </summary>
internal static class UniqueKeyJson
{
    private static readonly JsonDocumentOptions _options = new() { AllowDuplicateProperties = false };

    /// <exception cref="JsonException">The text is not JSON, or an object in it has a key twice.</exception>
    public static JsonNode? Parse(string text) => JsonNode.Parse(text, documentOptions: _options);
}
