using System.Text.Json.Nodes;

namespace Infra.Simulator.Api.OpenApi;

/// <summary>References in documents of OpenAPI v3.</summary>
internal static class OpenApiReferences
{
    private const string Reference = "$ref";

    /// <summary>
    /// Wraps each reference that has siblings in <c>allOf</c>: OpenAPI v3 ignores what is beside a reference, so the description of a
    /// field would be lost.
    /// </summary>
    public static void Wrap(JsonNode document)
    {
        var pending = new Stack<JsonNode>([document]);
        while (pending.TryPop(out var next))
        {
            if (next is JsonObject { Count: > 1 } schema && schema[Reference] is JsonValue reference)
            {
                schema.Remove(Reference);
                schema["allOf"] = new JsonArray(new JsonObject { [Reference] = reference });
            }

            var children = next switch
            {
                JsonObject parent => parent.Select(entry => entry.Value),
                JsonArray array => array,
                _ => [],
            };
            foreach (var child in children.OfType<JsonNode>())
            {
                pending.Push(child);
            }
        }
    }
}
