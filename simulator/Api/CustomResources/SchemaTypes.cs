using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Cel;
using Infra.Simulator.Cel.Checking;
using Infra.Simulator.Cel.Syntax;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources;

/// <summary>The types that rules in CEL see, from the schema of a custom resource.</summary>
internal static class SchemaTypes
{
    /// <summary>The size of the largest request, which bounds what a schema does not bound.</summary>
    public const long MaximumRequest = 3 * 1024 * 1024;

    private const long NameLength = 253;
    private const long TimeLength = 32;
    private const long DateLength = 12;

    /// <summary>Creates the type of a schema; null if values of the schema are not visible to rules.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="isResource">Whether the values are complete objects, which have a name and a kind.</param>
    public static DeclaredType? Create(JsonObject schema, bool isResource)
    {
        if (schema.Flag("x-kubernetes-int-or-string"))
        {
            return CreateScalar(CelType.Dyn, 1, schema.Number("maxLength") is { } length ? Math.Max(0, length) * 4 : MaximumRequest - 2);
        }

        if (isResource)
        {
            schema = WithMetadata(schema);
        }

        return schema.Text("type") switch
        {
            "array" => CreateList(schema),
            "object" => schema.Map("additionalProperties") is { } values ? CreateMap(schema, values) : CreateObject(schema),
            "string" => CreateText(schema),
            "boolean" => CreateScalar(CelType.Bool, 4, 0),
            "number" => CreateScalar(CelType.Double, 1, 0),
            "integer" => CreateScalar(CelType.Int, 1, 0),
            _ => null,
        };
    }

    /// <summary>The name of a property in expressions; null if it cannot be written there.</summary>
    public static string? Escape(string name)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
        {
            return null;
        }

        if (CelKeywords.All.Contains(name))
        {
            return $"__{name}__";
        }

        var result = new StringBuilder();
        for (var at = 0; at < name.Length; at++)
        {
            switch (name[at])
            {
                case '_' when at + 1 < name.Length && name[at + 1] == '_':
                    result.Append("__underscores__");
                    at++;
                    break;
                case '.':
                    result.Append("__dot__");
                    break;
                case '-':
                    result.Append("__dash__");
                    break;
                case '/':
                    result.Append("__slash__");
                    break;
                case '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9'):
                    result.Append(name[at]);
                    break;
                default:
                    return null;
            }
        }
        return result.ToString();
    }

    private static DeclaredType CreateScalar(CelType type, long minimum, long maximum) =>
        new()
        {
            Type = type,
            MinSerializedSize = minimum,
            MaxElements = maximum,
        };

    private static DeclaredType? CreateList(JsonObject schema)
    {
        if (schema.Map("items") is not { } itemSchema || Create(itemSchema, IsResource(itemSchema)) is not { } items)
        {
            return null;
        }

        return new DeclaredType
        {
            Type = CelType.List(items.Type),
            Items = items,
            MaxElements = schema.Number("maxItems") is { } given
                ? Math.Max(0, given)
                : (MaximumRequest - 2) / (items.MinSerializedSize + 1),
            MinSerializedSize = 2,
            ListType = schema.Text("x-kubernetes-list-type"),
            MapKeys = [.. (schema.Array("x-kubernetes-list-map-keys") ?? []).Select(key => key?.ToString() ?? "")],
        };
    }

    private static DeclaredType? CreateMap(JsonObject schema, JsonObject valueSchema)
    {
        if (Create(valueSchema, IsResource(valueSchema)) is not { } values)
        {
            return null;
        }

        return new DeclaredType
        {
            Type = CelType.Map(CelType.String, values.Type),
            Keys = CreateScalar(CelType.String, 2, 0),
            Items = values,
            MaxElements = schema.Number("maxProperties") is { } given
                ? Math.Max(0, given)
                : (MaximumRequest - 2) / (values.MinSerializedSize + 6),
            MinSerializedSize = 2,
        };
    }

    private static DeclaredType CreateObject(JsonObject schema)
    {
        var required = (schema.Array("required") ?? []).Select(name => name?.ToString()).ToHashSet();
        var fields = new Dictionary<string, DeclaredField>(StringComparer.Ordinal);
        var size = 2L;
        foreach (var (name, property) in schema.Map("properties") ?? [])
        {
            if (property is not JsonObject nested || Create(nested, IsResource(nested)) is not { } type)
            {
                continue;
            }

            if (Escape(name) is { } escaped)
            {
                fields[escaped] = new DeclaredField(name, type);
            }

            if (required.Contains(name) && nested["default"] is null)
            {
                size += Encoding.UTF8.GetByteCount(name) + type.MinSerializedSize + 4;
            }
        }
        return new DeclaredType
        {
            Type = CelType.Struct("object", fields.ToDictionary(field => field.Key, field => field.Value.Type.Type)),
            Fields = fields,
            MinSerializedSize = size,
        };
    }

    private static DeclaredType CreateText(JsonObject schema)
    {
        var maximum = schema.Number("maxLength");
        switch (schema.Text("format"))
        {
            case "byte":
                return CreateScalar(CelType.Bytes, 2, maximum is { } bytes ? Math.Max(0, bytes) : MaximumRequest - 2);
            case "duration":
                return CreateScalar(CelType.Duration, 3, TimeLength);
            case "date":
                return new DeclaredType
                {
                    Type = CelType.Timestamp,
                    MinSerializedSize = DateLength,
                    MaxElements = DateLength,
                    IsDate = true,
                };
            case "date-time":
                return CreateScalar(CelType.Timestamp, 21, TimeLength);
        }

        var longest = schema.Array("enum") is { Count: > 0 } values
            ? values
                .Select(value => value is JsonValue text && text.TryGetValue(out string? found) ? Encoding.UTF8.GetByteCount(found) : 0)
                .Max()
            : MaximumRequest - 2;
        return CreateScalar(CelType.String, 2, maximum is { } length ? Math.Max(0, length) * 4 : longest);
    }

    private static bool IsResource(JsonObject schema) => schema.Flag("x-kubernetes-embedded-resource");

    /// <summary>Adds the fields that every object has; of the metadata only the names are visible.</summary>
    private static JsonObject WithMetadata(JsonObject schema)
    {
        var result = schema.Clone();
        var properties = result.GetOrAddObject("properties");
        var declared = properties.Map("metadata", "properties");
        foreach (var name in (ReadOnlySpan<string>)["apiVersion", "kind"])
        {
            properties[name] = new JsonObject { ["type"] = "string" };
        }

        properties["metadata"] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["name"] = CreateName(declared.Map("name"), NameLength),
                ["generateName"] = CreateName(declared.Map("generateName"), NameLength - 1),
            },
        };
        return result;
    }

    private static JsonObject CreateName(JsonObject? declared, long maximum) =>
        new() { ["type"] = "string", ["maxLength"] = Math.Min(maximum, declared.Number("maxLength") ?? maximum) };
}
