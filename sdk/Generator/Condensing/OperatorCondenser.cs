using System.Text.Json.Nodes;

namespace Infra.Generator.Condensing;

/// <summary>
/// Converts the CustomResourceDefinitions of an operator to one file: its kinds in their served versions, and their schemas without
/// descriptions and CEL rules. Parts that occur more than once are definitions of their own. The output is deterministic.
/// </summary>
internal static class OperatorCondenser
{
    private static readonly HashSet<string> Prose =
    [
        "description",
        "title",
        "example",
        "externalDocs",
        // Rules are programs with messages, not facts about fields.
        "x-kubernetes-validations",
    ];

    /// <param name="operatorName">The operator as its documentation names it.</param>
    /// <param name="version">The operator's version.</param>
    /// <param name="definitions">A list of CustomResourceDefinitions, or one.</param>
    public static string Condense(string operatorName, string version, JsonObject definitions)
    {
        var kinds = (definitions["items"] as JsonArray ?? [definitions.DeepClone()])
            .Select(definition => definition!.AsObject())
            .OrderBy(definition => definition["metadata"]!["name"]!.GetValue<string>(), StringComparer.Ordinal)
            .SelectMany(ReadKinds)
            .ToList();
        var schemas = SharedSchemas.Extract([
            .. kinds.Select(kind => (kind.Json["definition"]!.GetValue<string>(), WithoutProse(kind.Schema))),
        ]);
        var text = new SchemaText();
        text.Text("operator", operatorName);
        text.Text("version", version);
        text.Lines("kinds", kinds.Select(kind => kind.Json));
        text.Definitions(schemas);
        return text.ToString();
    }

    private static IEnumerable<(JsonObject Json, JsonObject Schema)> ReadKinds(JsonObject definition)
    {
        var spec = definition["spec"]!;
        var names = spec["names"]!.AsObject();
        var served = spec["versions"]!.AsArray().Where(version => version!["served"]!.GetValue<bool>()).ToList();
        foreach (var version in served)
        {
            var kind = names["kind"]!.GetValue<string>();
            var json = new JsonObject
            {
                ["group"] = spec["group"]!.DeepClone(),
                ["version"] = version!["name"]!.DeepClone(),
                ["names"] = names.DeepClone(),
                ["scope"] = spec["scope"]!.DeepClone(),
                ["storage"] = version["storage"]!.DeepClone(),
                ["definition"] = served.Count == 1 ? kind : $"{kind}.{version["name"]}",
            };
            if (version["subresources"] is { } subresources)
            {
                json["subresources"] = subresources.DeepClone();
            }

            if (version["additionalPrinterColumns"] is JsonArray columns)
            {
                json["additionalPrinterColumns"] = new JsonArray([.. columns.Select(column => WithoutProse(column!.AsObject()))]);
            }

            yield return (json, version["schema"]!["openAPIV3Schema"]!.AsObject());
        }
    }

    private static JsonObject WithoutProse(JsonObject schema)
    {
        var result = new JsonObject();
        foreach (var (keyword, value) in schema.Where(entry => !Prose.Contains(entry.Key)))
        {
            result[keyword] = value switch
            {
                JsonObject properties when keyword == "properties" => new JsonObject(
                    properties
                        .OrderBy(property => property.Key, StringComparer.Ordinal)
                        .Select(property => KeyValuePair.Create<string, JsonNode?>(property.Key, WithoutProse(property.Value!.AsObject())))
                ),
                JsonObject inner when keyword is "items" or "additionalProperties" or "not" => WithoutProse(inner),
                JsonArray alternatives when keyword is "oneOf" or "anyOf" or "allOf" => new JsonArray([
                    .. alternatives.Select(alternative => WithoutProse(alternative!.AsObject())),
                ]),
                _ => value?.DeepClone(),
            };
        }

        return result;
    }
}
