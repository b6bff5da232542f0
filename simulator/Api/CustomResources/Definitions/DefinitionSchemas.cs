using System.Text.Json.Nodes;
using Infra.Simulator.Api.Validation;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources.Definitions;

/// <summary>Validation rules for the schema of a version.</summary>
internal static class DefinitionSchemas
{
    private static readonly string[] _rootFields =
    [
        "Description",
        "Type",
        "Format",
        "Title",
        "Maximum",
        "ExclusiveMaximum",
        "Minimum",
        "ExclusiveMinimum",
        "MaxLength",
        "MinLength",
        "Pattern",
        "MaxItems",
        "MinItems",
        "UniqueItems",
        "MultipleOf",
        "Required",
        "Items",
        "Properties",
        "ExternalDocs",
        "Example",
        "XPreserveUnknownFields",
        "XValidations",
    ];

    /// <param name="validation">The object that contains <c>openAPIV3Schema</c>.</param>
    /// <param name="hasStatus">Whether the version has a status subresource.</param>
    /// <param name="path">The path of <paramref name="validation"/>.</param>
    /// <param name="isUnchanged">Whether an update leaves the schema as it is.</param>
    /// <param name="errors">Collects the errors.</param>
    public static void Check(JsonObject validation, bool hasStatus, string path, bool isUnchanged, FieldErrors errors)
    {
        if (validation.Map("openAPIV3Schema") is not { } schema)
        {
            return;
        }

        var before = errors.Count;
        path += ".openAPIV3Schema";
        if (hasStatus)
        {
            CheckRoot(schema, path, errors);
        }

        if (schema.Flag("nullable"))
        {
            errors.Forbidden($"{path}.nullable", "nullable cannot be true at the root");
        }

        var unsupported = UnsupportedFields.Find(schema);
        var beforeStructure = errors.Count;
        if (unsupported is null)
        {
            StructuralRules.Check(schema, path, errors);
            if (errors.Count == beforeStructure)
            {
                DefaultRules.Check(schema, path, errors);
            }
        }

        var costs = unsupported is null && errors.Count == beforeStructure ? new RuleCosts() : null;
        new SchemaRules(errors, costs, isUnchanged).CheckRoot(schema, path);
        if (errors.Count == before && unsupported is not null)
        {
            errors.Invalid(path, "", unsupported);
        }

        costs?.CheckTotal(path, errors);
    }

    private static void CheckRoot(JsonObject schema, string path, FieldErrors errors)
    {
        foreach (var (name, value) in DefinitionJson.OfSchema(schema).Where(field => !IsZero(field.Value)))
        {
            if (name == "Type")
            {
                if (schema.Text("type") == "object")
                {
                    continue;
                }

                errors.Invalid(
                    $"{path}.type",
                    value?.DeepClone(),
                    "only \"object\" is allowed as the type at the root of the schema if the status subresource is enabled"
                );
                return;
            }
            if (!_rootFields.Contains(name))
            {
                errors.Invalid(
                    path,
                    DefinitionJson.OfSchema(schema),
                    $"only [{string.Join(' ', _rootFields)}] fields are allowed at the root of the schema if the status subresource is enabled"
                );
                return;
            }
        }
    }

    private static bool IsZero(JsonNode? value) =>
        value is null
        || value is JsonValue scalar
            && (scalar.TryGetValue(out string? text) && text.Length == 0 || scalar.TryGetValue(out bool flag) && !flag);
}
