using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources.Definitions;

/// <summary>Writes parts of definitions as errors show them: with the field names of Kubernetes' internal Go types.</summary>
internal static class DefinitionJson
{
    private enum Zero
    {
        Null,
        Text,
        False,
        Number,
    }

    private static readonly (string Name, string Field, Zero Zero)[] _rule =
    [
        ("Rule", "rule", Zero.Text),
        ("Message", "message", Zero.Text),
        ("MessageExpression", "messageExpression", Zero.Text),
        ("Reason", "reason", Zero.Null),
        ("FieldPath", "fieldPath", Zero.Text),
        ("OptionalOldSelf", "optionalOldSelf", Zero.Null),
    ];

    private static readonly (string Name, string Field, Zero Zero)[] _column =
    [
        ("Name", "name", Zero.Text),
        ("Type", "type", Zero.Text),
        ("Format", "format", Zero.Text),
        ("Description", "description", Zero.Text),
        ("Priority", "priority", Zero.Number),
        ("JSONPath", "jsonPath", Zero.Text),
    ];

    private static readonly (string Name, string Field, Zero Zero)[] _schema =
    [
        ("ID", "id", Zero.Text),
        ("Schema", "$schema", Zero.Text),
        ("Ref", "$ref", Zero.Null),
        ("Description", "description", Zero.Text),
        ("Type", "type", Zero.Text),
        ("Nullable", "nullable", Zero.False),
        ("Format", "format", Zero.Text),
        ("Title", "title", Zero.Text),
        ("Default", "default", Zero.Null),
        ("Maximum", "maximum", Zero.Null),
        ("ExclusiveMaximum", "exclusiveMaximum", Zero.False),
        ("Minimum", "minimum", Zero.Null),
        ("ExclusiveMinimum", "exclusiveMinimum", Zero.False),
        ("MaxLength", "maxLength", Zero.Null),
        ("MinLength", "minLength", Zero.Null),
        ("Pattern", "pattern", Zero.Text),
        ("MaxItems", "maxItems", Zero.Null),
        ("MinItems", "minItems", Zero.Null),
        ("UniqueItems", "uniqueItems", Zero.False),
        ("MultipleOf", "multipleOf", Zero.Null),
        ("Enum", "enum", Zero.Null),
        ("MaxProperties", "maxProperties", Zero.Null),
        ("MinProperties", "minProperties", Zero.Null),
        ("Required", "required", Zero.Null),
        ("Items", "items", Zero.Null),
        ("AllOf", "allOf", Zero.Null),
        ("OneOf", "oneOf", Zero.Null),
        ("AnyOf", "anyOf", Zero.Null),
        ("Not", "not", Zero.Null),
        ("Properties", "properties", Zero.Null),
        ("AdditionalProperties", "additionalProperties", Zero.Null),
        ("PatternProperties", "patternProperties", Zero.Null),
        ("Dependencies", "dependencies", Zero.Null),
        ("AdditionalItems", "additionalItems", Zero.Null),
        ("Definitions", "definitions", Zero.Null),
        ("ExternalDocs", "externalDocs", Zero.Null),
        ("Example", "example", Zero.Null),
        ("XPreserveUnknownFields", "x-kubernetes-preserve-unknown-fields", Zero.Null),
        ("XEmbeddedResource", "x-kubernetes-embedded-resource", Zero.False),
        ("XIntOrString", "x-kubernetes-int-or-string", Zero.False),
        ("XListMapKeys", "x-kubernetes-list-map-keys", Zero.Null),
        ("XListType", "x-kubernetes-list-type", Zero.Null),
        ("XMapType", "x-kubernetes-map-type", Zero.Null),
        ("XValidations", "x-kubernetes-validations", Zero.Null),
    ];

    public static JsonObject OfRule(JsonObject rule) => Write(rule, _rule, (_, value) => value.DeepClone());

    public static JsonNode? OfVersions(InternalDefinition definition)
    {
        if (definition.Versions.Count == 0)
        {
            return null;
        }

        return new JsonArray([.. definition.Versions.Select(version => OfVersion(definition, version))]);
    }

    public static JsonObject OfSchema(JsonObject schema) => Write(schema, _schema, OfSchemaField);

    private static JsonObject OfVersion(InternalDefinition definition, JsonObject version) =>
        new()
        {
            ["Name"] = version.Text("name") ?? "",
            ["Served"] = version.Flag("served"),
            ["Storage"] = version.Flag("storage"),
            ["Deprecated"] = version.Flag("deprecated"),
            ["DeprecationWarning"] = version["deprecationWarning"]?.DeepClone(),
            ["Schema"] =
                !definition.Schema.IsCommon && version.Map("schema") is { } schema
                    ? new JsonObject { ["OpenAPIV3Schema"] = schema.Map("openAPIV3Schema") is { } openApi ? OfSchema(openApi) : null }
                    : null,
            ["Subresources"] =
                !definition.Subresources.IsCommon && version.Map("subresources") is { } subresources ? OfSubresources(subresources) : null,
            ["AdditionalPrinterColumns"] =
                !definition.Columns.IsCommon && version.Array("additionalPrinterColumns") is { } columns
                    ? new JsonArray([
                        .. columns.OfType<JsonObject>().Select(column => Write(column, _column, (_, value) => value.DeepClone())),
                    ])
                    : null,
            ["SelectableFields"] =
                !definition.SelectableFields.IsCommon && version.Array("selectableFields") is { } fields
                    ? new JsonArray([
                        .. fields.OfType<JsonObject>().Select(field => new JsonObject { ["JSONPath"] = field.Text("jsonPath") ?? "" }),
                    ])
                    : null,
        };

    private static JsonObject OfSubresources(JsonObject subresources) =>
        new()
        {
            ["Status"] = subresources.ContainsKey("status") ? new JsonObject() : null,
            ["Scale"] = subresources.Map("scale") is { } scale
                ? new JsonObject
                {
                    ["SpecReplicasPath"] = scale.Text("specReplicasPath") ?? "",
                    ["StatusReplicasPath"] = scale.Text("statusReplicasPath") ?? "",
                    ["LabelSelectorPath"] = scale["labelSelectorPath"]?.DeepClone(),
                }
                : null,
        };

    private static JsonNode OfSchemaField(string name, JsonNode value) =>
        (name, value) switch
        {
            ("Items", JsonObject items) => new JsonObject { ["Schema"] = OfSchema(items), ["JSONSchemas"] = null },
            ("Items", JsonArray items) => new JsonObject { ["Schema"] = null, ["JSONSchemas"] = OfSchemas(items) },
            ("AllOf" or "OneOf" or "AnyOf", JsonArray list) => OfSchemas(list),
            ("Not", JsonObject not) => OfSchema(not),
            ("Properties" or "PatternProperties" or "Definitions", JsonObject map) => new JsonObject(
                map.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                    .Select(entry => new KeyValuePair<string, JsonNode?>(
                        entry.Key,
                        entry.Value is JsonObject nested ? OfSchema(nested) : null
                    ))
            ),
            ("AdditionalProperties" or "AdditionalItems", JsonObject nested) => new JsonObject
            {
                ["Allows"] = true,
                ["Schema"] = OfSchema(nested),
            },
            ("AdditionalProperties" or "AdditionalItems", _) => new JsonObject { ["Allows"] = value.DeepClone(), ["Schema"] = null },
            ("XValidations", JsonArray rules) => new JsonArray([.. rules.OfType<JsonObject>().Select(OfRule)]),
            _ => value.DeepClone(),
        };

    private static JsonArray OfSchemas(JsonArray list) => new([.. list.OfType<JsonObject>().Select(OfSchema)]);

    private static JsonObject Write(
        JsonObject source,
        (string Name, string Field, Zero Zero)[] fields,
        Func<string, JsonNode, JsonNode> convert
    )
    {
        var result = new JsonObject();
        foreach (var (name, field, zero) in fields)
        {
            result[name] = source[field] is { } value
                ? convert(name, value)
                : zero switch
                {
                    Zero.Text => "",
                    Zero.False => false,
                    Zero.Number => 0,
                    _ => null,
                };
        }
        return result;
    }
}
