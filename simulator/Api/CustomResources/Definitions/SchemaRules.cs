using System.Text.Json.Nodes;
using Infra.Simulator.Api.Validation;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources.Definitions;

/// <summary>Validation rules for each schema within the schema of a definition, and for its rules in CEL.</summary>
/// <param name="errors">Collects the errors.</param>
/// <param name="costs">Adds up the costs of rules; null if rules are not compiled.</param>
/// <param name="isUnchanged">Whether an update leaves the schema as it is: costs of single rules are not checked again.</param>
internal sealed class SchemaRules(FieldErrors errors, RuleCosts? costs, bool isUnchanged)
{
    private static readonly string[] _types = ["array", "boolean", "integer", "number", "object", "string"];

    private static readonly string[] _unsupported = ["id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref"];

    private readonly List<FieldError> _ruleErrors = [];

    public void CheckRoot(JsonObject schema, string path)
    {
        var position = costs is null ? null : SchemaPosition.CreateRoot(schema);
        Check(schema, path, new SchemaContext { IsRoot = true }, position);
        foreach (var error in _ruleErrors)
        {
            errors.Add(error);
        }
    }

    /// <returns>Whether neither the schema nor the schemas inside of it have errors apart from those of rules.</returns>
    private bool Check(JsonObject schema, string path, SchemaContext context, SchemaPosition? position)
    {
        var before = errors.Count;
        CheckFields(schema, path, context);
        CheckChildren(schema, path, context, position);
        CheckExtensions(schema, path);
        ListRules.Check(schema, path, errors);
        CheckRules(schema, path, errors);
        if (errors.Count == before && position is not null)
        {
            _ruleErrors.AddRange(RuleCompilation.Check(schema, path, context.UncorrelatablePath, position, costs!, isUnchanged));
        }

        return errors.Count == before;
    }

    private void CheckFields(JsonObject schema, string path, SchemaContext context)
    {
        var type = schema.Text("type") ?? "";
        if (type.Length > 0 && !_types.Contains(type))
        {
            errors.NotSupported($"{path}.type", type, _types);
        }

        if (schema["default"] is not null && context.ForbiddenDefaults is { } reason)
        {
            errors.Forbidden($"{path}.default", $"must not be set {reason}");
        }

        foreach (var field in _unsupported)
        {
            if (schema[field] is JsonObject { Count: > 0 } or JsonArray { Count: > 0 } or JsonValue)
            {
                errors.Forbidden($"{path}.{field}", $"{field} is not supported");
            }
        }

        if (type == "null")
        {
            errors.Forbidden($"{path}.type", "type cannot be set to null, use nullable as an alternative");
        }

        if (schema["items"] is JsonArray { Count: > 0 })
        {
            errors.Forbidden($"{path}.items", "items must be a schema object and not an array");
        }

        if (context.IsInsideMetadata && schema.Flag("x-kubernetes-embedded-resource"))
        {
            errors.Forbidden($"{path}.x-kubernetes-embedded-resource", "must not be used inside of resource meta");
        }

        if (schema.Flag("uniqueItems"))
        {
            errors.Forbidden($"{path}.uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        }
    }

    private void CheckChildren(JsonObject schema, string path, SchemaContext context, SchemaPosition? position)
    {
        context = context with { IsRoot = false };
        var isRoot = position?.IsRoot ?? path.EndsWith(".openAPIV3Schema", StringComparison.Ordinal);
        var properties = schema.Map("properties");
        if (schema["additionalProperties"] is { } additional)
        {
            if (properties is { Count: > 0 } && !(additional is JsonValue allows && allows.TryGetValue(out bool all) && all))
            {
                errors.Forbidden($"{path}.additionalProperties", "additionalProperties and properties are mutual exclusive");
            }

            if (additional is JsonObject values)
            {
                var inside = context.IsInsideMetadata
                    ? context with
                    {
                        ForbiddenDefaults = "inside additionalProperties applying to object metadata",
                    }
                    : context;
                Check(values, $"{path}.additionalProperties", inside, position?.GetValues(values));
            }
        }
        foreach (var (name, property) in properties ?? [])
        {
            var child = property as JsonObject ?? [];
            Check(
                child,
                $"{path}.properties[{name}]",
                GetPropertyContext(schema, path, name, isRoot, context),
                position?.GetProperty(name, child)
            );
        }

        CheckJunctors(schema, path, context);
        if (schema.Map("items") is { } items)
        {
            var inside = schema.Text("x-kubernetes-list-type") == "map" ? context : context.WithoutOldSelf(path);
            Check(items, $"{path}.items", inside, position?.GetItems(items));
        }
    }

    private static SchemaContext GetPropertyContext(JsonObject schema, string path, string name, bool isRoot, SchemaContext context)
    {
        if (schema.Text("x-kubernetes-map-type") is not (null or "granular" or "atomic"))
        {
            context = context.WithoutOldSelf(path);
        }

        if (name is not ("metadata" or "kind" or "apiVersion") || !(isRoot || schema.Flag("x-kubernetes-embedded-resource")))
        {
            return context;
        }

        context = context with { IsInsideMetadata = true };
        return isRoot ? context with { ForbiddenDefaults = $"in top-level {name}" } : context;
    }

    private void CheckJunctors(JsonObject schema, string path, SchemaContext context)
    {
        if (schema.Map("not") is { } not)
        {
            Check(not, $"{path}.not", context, null);
        }

        foreach (var junctor in (ReadOnlySpan<string>)["allOf", "oneOf", "anyOf"])
        {
            foreach (var (index, branch) in schema.Objects(junctor).Index())
            {
                Check(branch, $"{path}.{junctor}[{index}]", context, null);
            }
        }
    }

    private void CheckExtensions(JsonObject schema, string path)
    {
        if (schema["x-kubernetes-preserve-unknown-fields"] is JsonValue flag && flag.TryGetValue(out bool keeps) && !keeps)
        {
            errors.Invalid($"{path}.x-kubernetes-preserve-unknown-fields", false, "must be true or undefined");
        }

        if (schema.Text("x-kubernetes-map-type") is not { } mapType)
        {
            return;
        }

        if (schema.Text("type") is not "object")
        {
            const string Detail = "must be object if x-kubernetes-map-type is specified";
            errors.Add(
                schema.Text("type") is { Length: > 0 } type
                    ? FieldError.Invalid($"{path}.type", type, Detail)
                    : FieldError.Required($"{path}.type", Detail)
            );
        }

        if (mapType is not ("atomic" or "granular"))
        {
            errors.NotSupported($"{path}.x-kubernetes-map-type", mapType, "atomic", "granular");
        }
    }

    private static void CheckRules(JsonObject schema, string path, FieldErrors errors)
    {
        foreach (var (index, rule) in schema.Objects("x-kubernetes-validations").Index())
        {
            RuleFieldRules.Check(schema, rule, $"{path}.x-kubernetes-validations[{index}]", errors);
        }
    }
}

/// <summary>What the schemas above say about a schema.</summary>
internal sealed record SchemaContext
{
    public bool IsRoot { get; init; }

    /// <summary>Whether the schema applies to metadata, kind or apiVersion of an object.</summary>
    public bool IsInsideMetadata { get; init; }

    /// <summary>Why defaults are not allowed; null if they are.</summary>
    public string? ForbiddenDefaults { get; init; }

    /// <summary>The schema whose values cannot be compared with those before an update; null if there is none.</summary>
    public string? UncorrelatablePath { get; init; }

    public SchemaContext WithoutOldSelf(string path) => UncorrelatablePath is null ? this with { UncorrelatablePath = path } : this;
}
