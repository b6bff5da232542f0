using System.Text.Json.Nodes;
using Infra.Simulator.Api.Validation;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources.Definitions;

/// <summary>Validation rules for <c>x-kubernetes-list-type</c> and <c>x-kubernetes-list-map-keys</c>.</summary>
internal static class ListRules
{
    private const string ListType = "x-kubernetes-list-type";
    private const string MapKeys = "x-kubernetes-list-map-keys";

    public static void Check(JsonObject schema, string path, FieldErrors errors)
    {
        var listType = schema.Text(ListType);
        var items = schema.Map("items");
        if (listType is not null && schema.Text("type") is not "array")
        {
            const string Detail = "must be array if x-kubernetes-list-type is specified";
            errors.Add(
                schema.Text("type") is { Length: > 0 } type
                    ? FieldError.Invalid($"{path}.type", type, Detail)
                    : FieldError.Required($"{path}.type", Detail)
            );
        }
        else if (listType == "set" && items is not null)
        {
            CheckSetItems(items, path, errors);
        }

        if (listType is not (null or "atomic" or "set" or "map"))
        {
            errors.NotSupported($"{path}.{ListType}", listType, "atomic", "set", "map");
        }

        var keys = schema.Array(MapKeys) ?? [];
        if (keys.Count > 0 && listType != "map")
        {
            const string Detail = "must be map if x-kubernetes-list-map-keys is non-empty";
            errors.Add(
                listType is null
                    ? FieldError.Required($"{path}.{ListType}", Detail)
                    : FieldError.Invalid($"{path}.{ListType}", listType, Detail)
            );
        }

        if (listType == "map")
        {
            CheckMap(schema, items, keys, path, errors);
        }

        if (listType is "map" or "set" && items is not null)
        {
            CheckNullable(listType, items, keys, path, errors);
        }
    }

    private static void CheckSetItems(JsonObject items, string path, FieldErrors errors)
    {
        const string Detail = "must be atomic as item of a list with x-kubernetes-list-type=set";
        var listType = items.Text(ListType);
        switch (items.Text("type"))
        {
            case "array" when listType is not (null or "atomic"):
                errors.Invalid($"{path}.items.{ListType}", listType, Detail);
                break;
            case "object" when items.Text("x-kubernetes-map-type") != "atomic":
                errors.Invalid($"{path}.items.x-kubernetes-map-type", listType, Detail);
                break;
        }
    }

    private static void CheckMap(JsonObject schema, JsonObject? items, JsonArray keys, string path, FieldErrors errors)
    {
        if (keys.Count == 0)
        {
            errors.Required($"{path}.{MapKeys}", "must not be empty if x-kubernetes-list-type is map");
        }

        if (schema["items"] is null)
        {
            errors.Required($"{path}.items", "must have a schema if x-kubernetes-list-type is map");
        }

        if (items is null)
        {
            return;
        }

        if (items.Text("type") is not "object")
        {
            errors.Invalid(
                $"{path}.items.type",
                items.Text("type") ?? "",
                "must be object if parent array's x-kubernetes-list-type is map"
            );
            return;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in keys.Select(key => key?.ToString() ?? ""))
        {
            if (items.Map("properties", key) is not { } property)
            {
                errors.Invalid($"{path}.{MapKeys}", keys.DeepClone(), "entries must all be names of item properties");
            }
            else if (property.Text("type") is "array" or "object")
            {
                errors.Invalid(
                    $"{path}.items.properties[{key}].type",
                    "object",
                    "must be a scalar type if parent array's x-kubernetes-list-type is map"
                );
            }

            if (!seen.Add(key))
            {
                errors.Invalid($"{path}.{MapKeys}", keys.DeepClone(), "must not contain duplicate entries");
            }
        }
    }

    private static void CheckNullable(string listType, JsonObject items, JsonArray keys, string path, FieldErrors errors)
    {
        if (items.Flag("nullable"))
        {
            errors.Forbidden($"{path}.items.nullable", $"cannot be nullable when {ListType} is {listType}");
        }

        if (listType != "map")
        {
            return;
        }

        var required = (items.Array("required") ?? []).Select(name => name?.ToString()).ToHashSet();
        foreach (var key in keys.Select(key => key?.ToString() ?? ""))
        {
            if (items.Map("properties", key) is not { } property)
            {
                continue;
            }

            if (!required.Contains(key) && property["default"] is null)
            {
                errors.Required(
                    $"{path}.items.properties[{key}].default",
                    "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property"
                );
            }

            if (property.Flag("nullable"))
            {
                errors.Forbidden(
                    $"{path}.items.properties[{key}].nullable",
                    "this property is in x-kubernetes-list-map-keys, so it cannot be nullable"
                );
            }
        }
    }
}
