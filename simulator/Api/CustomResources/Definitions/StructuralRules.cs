using System.Text.Json.Nodes;
using Infra.Simulator.Api.Validation;
using Infra.Simulator.Cel.Functions;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources.Definitions;

/// <summary>
/// The rules by which a schema is structural: types stand outside of <c>allOf</c>, <c>anyOf</c>, <c>oneOf</c> and <c>not</c>.
/// </summary>
internal sealed class StructuralRules
{
    private enum Level
    {
        Root,
        Item,
        Field,
    }

    /// <summary>Fields that may not be set inside of junctors, with the words of the message.</summary>
    private static readonly (string Field, string State)[] _forbiddenInside =
    [
        ("type", "must be empty"),
        ("additionalProperties", "must be undefined"),
        ("default", "must be undefined"),
        ("title", "must be empty"),
        ("description", "must be empty"),
        ("nullable", "must be false"),
        ("x-kubernetes-preserve-unknown-fields", "must be false"),
        ("x-kubernetes-embedded-resource", "must be false"),
        ("x-kubernetes-int-or-string", "must be false"),
        ("x-kubernetes-list-map-keys", "must be empty"),
        ("x-kubernetes-list-type", "must be undefined"),
        ("x-kubernetes-map-type", "must be undefined"),
        ("x-kubernetes-validations", "must be empty"),
    ];

    private static readonly string[] _junctors = ["allOf", "anyOf", "oneOf"];

    private readonly List<FieldError> _found = [];

    public static void Check(JsonObject schema, string path, FieldErrors errors)
    {
        var rules = new StructuralRules();
        rules.CheckInvariants(schema, Level.Root, path);
        rules.CheckCompleteness(schema, schema, path, path);
        foreach (var error in rules._found.OrderBy(error => error.ToString(), StringComparer.Ordinal))
        {
            errors.Add(error);
        }
    }

    private void CheckInvariants(JsonObject schema, Level level, string path)
    {
        var type = schema.Text("type") ?? "";
        if (type == "array" && schema.Map("items") is null)
        {
            Require($"{path}.items", "must be specified");
        }

        if (schema.Map("items") is { } items)
        {
            CheckInvariants(items, Level.Item, $"{path}.items");
        }

        foreach (var (name, property) in schema.Map("properties") ?? [])
        {
            CheckInvariants(property as JsonObject ?? [], Level.Field, $"{path}.properties[{name}]");
        }

        if (schema["additionalProperties"] is { } additional)
        {
            if (level == Level.Root)
            {
                Forbid($"{path}.additionalProperties", "must not be used at the root");
            }

            if (additional is JsonObject values)
            {
                CheckInvariants(values, Level.Field, $"{path}.additionalProperties");
            }
        }
        CheckExtensions(schema, path);
        CheckValues(
            schema,
            IsIntOrStringAnyOf(schema),
            schema.Array("allOf") is [JsonObject first, ..] && IsIntOrStringAnyOf(first),
            level,
            path
        );
        CheckType(schema, type, level, path);
        CheckMetadata(schema, level, path);
    }

    private void CheckExtensions(JsonObject schema, string path)
    {
        if (!schema.Flag("x-kubernetes-int-or-string"))
        {
            return;
        }

        foreach (var field in (ReadOnlySpan<string>)["x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource"])
        {
            if (schema.Flag(field))
            {
                _found.Add(FieldError.Invalid($"{path}.{field}", true, "must be false if x-kubernetes-int-or-string is true"));
            }
        }
    }

    private void CheckType(JsonObject schema, string type, Level level, string path)
    {
        var isResource = schema.Flag("x-kubernetes-embedded-resource");
        if (isResource && type != "object")
        {
            const string Detail = "must be object if x-kubernetes-embedded-resource is true";
            _found.Add(type.Length == 0 ? FieldError.Required($"{path}.type", Detail) : FieldError.Invalid($"{path}.type", type, Detail));
        }
        else if (type.Length == 0 && !schema.Flag("x-kubernetes-int-or-string") && !schema.Flag("x-kubernetes-preserve-unknown-fields"))
        {
            Require(
                $"{path}.type",
                level switch
                {
                    Level.Root => "must not be empty at the root",
                    Level.Item => "must not be empty for specified array items",
                    _ => "must not be empty for specified object fields",
                }
            );
        }

        if (isResource && schema["additionalProperties"] is not null)
        {
            Forbid($"{path}.additionalProperties", "must not be used if x-kubernetes-embedded-resource is set");
        }

        if (level == Level.Root && type.Length > 0 && type != "object")
        {
            _found.Add(FieldError.Invalid($"{path}.type", type, "must be object at the root"));
        }

        if (isResource && !schema.Flag("x-kubernetes-preserve-unknown-fields") && schema.Map("properties") is null or { Count: 0 })
        {
            Require(
                $"{path}.properties",
                "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields"
            );
        }
    }

    private void CheckMetadata(JsonObject schema, Level level, string path)
    {
        var properties = schema.Map("properties");
        var isResource = level == Level.Root || schema.Flag("x-kubernetes-embedded-resource");
        foreach (var name in (ReadOnlySpan<string>)["kind", "apiVersion"])
        {
            if (isResource && properties.Map(name) is { } property && property.Text("type") != "string")
            {
                _found.Add(FieldError.Invalid($"{path}.properties[{name}].type", property.Text("type") ?? "", "must be string"));
            }
        }

        if (properties.Map("metadata") is not { } metadata)
        {
            return;
        }

        if (isResource && metadata.Text("type") != "object")
        {
            _found.Add(FieldError.Invalid($"{path}.properties[metadata].type", metadata.Text("type") ?? "", "must be object"));
        }

        var names = metadata.Map("properties") ?? [];
        var isPlain =
            metadata.All(field => field.Key is "type" or "properties" or "default")
            && names.All(property => property.Key is "name" or "generateName");
        if (level == Level.Root && !isPlain)
        {
            Forbid(
                $"{path}.properties[metadata]",
                "must not specify anything other than name and generateName, but metadata is implicitly specified"
            );
        }
    }

    /// <summary>Checks the junctors and the pattern of a schema.</summary>
    private void CheckValues(JsonObject schema, bool skipsAnyOf, bool skipsFirstAllOf, Level level, string path)
    {
        foreach (var junctor in (ReadOnlySpan<string>)["anyOf", "allOf", "oneOf"])
        {
            if (junctor == "anyOf" && skipsAnyOf)
            {
                continue;
            }

            foreach (var (index, branch) in schema.Objects(junctor).Index())
            {
                CheckNested(branch, junctor == "allOf" && index == 0 && skipsFirstAllOf, level, $"{path}.{junctor}[{index}]");
            }
        }
        if (schema.Map("not") is { } not)
        {
            CheckNested(not, false, level, $"{path}.not");
        }

        if (schema.Text("pattern") is { Length: > 0 } pattern && !RegularExpressions.TryGet(pattern, out _, out var problem))
        {
            _found.Add(FieldError.Invalid($"{path}.pattern", pattern, $"must be a valid regular expression, but isn't: {problem}"));
        }
    }

    private void CheckNested(JsonObject schema, bool skipsAnyOf, Level level, string path)
    {
        CheckValues(schema, skipsAnyOf, false, level, path);
        if (schema.Map("items") is { } items)
        {
            CheckNested(items, false, level, $"{path}.items");
        }

        foreach (var (name, property) in schema.Map("properties") ?? [])
        {
            CheckNested(property as JsonObject ?? [], false, Level.Field, $"{path}.properties[{name}]");
        }

        foreach (var (field, state) in _forbiddenInside)
        {
            if (UnsupportedFields.IsSet(schema, field))
            {
                Forbid($"{path}.{field}", $"{state} to be structural");
            }
        }

        if (schema.Map("properties")?.ContainsKey("metadata") == true)
        {
            Forbid($"{path}.properties[metadata]", "must not be specified in a nested context");
        }
    }

    /// <summary>Checks that what junctors validate is also defined outside of them.</summary>
    private void CheckCompleteness(JsonObject validation, JsonObject? structure, string path, string validationPath)
    {
        if (validation.Map("not") is { } not)
        {
            CheckNestedCompleteness(not, structure, path, $"{validationPath}.not");
        }

        foreach (var junctor in _junctors)
        {
            foreach (var (index, branch) in validation.Objects(junctor).Index())
            {
                CheckNestedCompleteness(branch, structure, path, $"{validationPath}.{junctor}[{index}]");
            }
        }
    }

    private void CheckNestedCompleteness(JsonObject validation, JsonObject? structure, string path, string validationPath)
    {
        if (structure is null)
        {
            Require(path, $"because it is defined in {validationPath}");
            return;
        }

        CheckCompleteness(validation, structure, path, validationPath);
        if (validation.Map("items") is { } items)
        {
            CheckNestedCompleteness(items, structure.Map("items"), $"{path}.items", $"{validationPath}.items");
        }

        foreach (var (name, property) in validation.Map("properties") ?? [])
        {
            CheckNestedCompleteness(
                property as JsonObject ?? [],
                structure.Map("properties", name),
                $"{path}.properties[{name}]",
                $"{validationPath}.properties[{name}]"
            );
        }
    }

    private static bool IsIntOrStringAnyOf(JsonObject schema) =>
        schema.Array("anyOf") is [JsonObject { Count: 1 } first, JsonObject { Count: 1 } second]
        && first.Text("type") == "integer"
        && second.Text("type") == "string";

    private void Require(string path, string detail) => _found.Add(FieldError.Required(path, detail));

    private void Forbid(string path, string detail) => _found.Add(FieldError.Forbidden(path, detail));
}
