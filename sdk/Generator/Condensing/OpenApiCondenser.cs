using System.Text.Json.Nodes;

namespace Infra.Generator.Condensing;

/// <summary>
/// Converts a cluster's OpenAPI v2 document to the condensed schema: API groups, resources (from the paths) and type definitions without
/// descriptions.
/// The output is deterministic.
/// </summary>
internal static class OpenApiCondenser
{
    public static string Condense(JsonObject openApi, JsonObject groupList)
    {
        var definitions = openApi["definitions"]!.AsObject();
        var text = new SchemaText();
        text.Text("kubernetes", openApi["info"]!["version"]!.GetValue<string>());
        text.Lines("groups", Groups(groupList));
        text.Lines("resources", ApiResourceReader.Read(openApi["paths"]!.AsObject(), definitions).Select(resource => resource.ToJson()));
        text.Definitions(
            definitions
                .OrderBy(definition => definition.Key, StringComparer.Ordinal)
                .Select(definition => (definition.Key, WithoutProse(definition.Value!.AsObject())))
        );
        return text.ToString();
    }

    private static IEnumerable<JsonObject> Groups(JsonObject groupList)
    {
        yield return new JsonObject
        {
            ["name"] = "",
            ["versions"] = new JsonArray("v1"),
            ["preferredVersion"] = "v1",
        };
        foreach (var group in groupList["groups"]!.AsArray())
        {
            yield return new JsonObject
            {
                ["name"] = group!["name"]!.DeepClone(),
                ["versions"] = new JsonArray([.. group["versions"]!.AsArray().Select(version => version!["version"]!.DeepClone())]),
                ["preferredVersion"] = group["preferredVersion"]!["version"]!.DeepClone(),
            };
        }
    }

    /// <summary>Removes descriptions of schemas, but keeps properties named "description".</summary>
    private static JsonObject WithoutProse(JsonObject schema)
    {
        var result = new JsonObject();
        foreach (var (keyword, value) in schema)
        {
            switch (keyword)
            {
                case "description":
                    break;
                case "properties":
                    result[keyword] = new JsonObject(
                        value!
                            .AsObject()
                            .OrderBy(property => property.Key, StringComparer.Ordinal)
                            .Select(property =>
                                KeyValuePair.Create<string, JsonNode?>(property.Key, WithoutProse((JsonObject)property.Value!))
                            )
                    );
                    break;
                case "items" or "additionalProperties" when value is JsonObject inner:
                    result[keyword] = WithoutProse(inner);
                    break;
                default:
                    result[keyword] = value?.DeepClone();
                    break;
            }
        }

        return result;
    }
}
