using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Rehearsals;
using Infra.Backend.Settings.Values;

namespace Infra.Tests.Documentation;

/// <summary>Writes the JSON Schemas (draft 7) that editors validate the catalogue, the stacks' files and rehearsals with.</summary>
internal sealed class JsonSchema(SettingsDocumentation documentation)
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string Write()
    {
        var root = SettingsType.Get(typeof(StackSettings));
        var config = new JsonObject();
        var catalogue = new JsonObject();
        foreach (var property in root.Properties)
        {
            catalogue[property.Key] = Property(property);
            config[$"infra:{property.Key}"] = Property(property);
        }

        StackFileKeys.AddTo(config);
        var known = new JsonArray([.. config.Select(setting => (JsonNode)setting.Key)]);
        catalogue["config"] = new JsonObject
        {
            ["description"] = "Pulumi's configuration of the stack.",
            ["type"] = "object",
            ["properties"] = config,
            ["propertyNames"] = new JsonObject
            {
                ["anyOf"] = new JsonArray(
                    new JsonObject { ["enum"] = known },
                    new JsonObject { ["pattern"] = "^infra:x-" },
                    new JsonObject { ["not"] = new JsonObject { ["pattern"] = $"^({string.Join('|', StackFileKeys.Namespaces)}):" } }
                ),
            },
        };
        foreach (var key in (string[])["encryptionsalt", "encryptedkey", "secretsprovider"])
        {
            catalogue[key] = new JsonObject { ["description"] = "Written by Pulumi.", ["type"] = "string" };
        }

        catalogue["environment"] = new JsonObject { ["description"] = "Read by Pulumi." };
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "The catalogue (services.yaml) and the stacks' files (Pulumi.<stack>.yaml)",
            ["type"] = "object",
            ["properties"] = catalogue,
            ["patternProperties"] = new JsonObject { ["^x-"] = new JsonObject { ["description"] = "Ignored: a place for YAML anchors." } },
            ["additionalProperties"] = false,
            ["definitions"] = Definitions(typeof(StackSettings)),
        };
        return schema.ToJsonString(Readable) + "\n";
    }

    /// <summary>The schema of the files in <c>stacks/rehearsals</c>.</summary>
    public string WriteForRehearsals()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "A rehearsal (stacks/rehearsals/<name>.yaml)",
        };
        foreach (var (key, value) in Record(SettingsType.Get(typeof(RehearsalSettings))))
        {
            schema[key] = value?.DeepClone();
        }

        schema["definitions"] = Definitions(typeof(RehearsalSettings));
        return schema.ToJsonString(Readable) + "\n";
    }

    private JsonObject Definitions(Type root)
    {
        var definitions = new JsonObject
        {
            ["secure"] = new JsonObject
            {
                ["description"] = "A value encrypted with 'infra config set --secret'.",
                ["type"] = "object",
                ["properties"] = new JsonObject { ["secure"] = new JsonObject { ["type"] = "string" } },
                ["required"] = new JsonArray("secure"),
                ["additionalProperties"] = false,
            },
        };
        foreach (var type in SettingsDocumentation.Types(root).Where(type => type.Type != root))
        {
            definitions[Name(type.Type)] = Record(type);
        }

        return definitions;
    }

    private JsonObject Record(SettingsType type)
    {
        var properties = new JsonObject();
        foreach (var property in type.Properties)
        {
            properties[property.Key] = Property(property);
        }

        var record = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
        var schema = type.ShortForm is { } shortForm ? AnyOf(ShortForm(shortForm), record) : record;
        schema["description"] = documentation.Summary(type.Type);
        return schema;
    }

    private JsonObject ShortForm(SettingsProperty property)
    {
        var schema = Value(property.Type);
        AddRange(schema, property);
        return schema;
    }

    private static void AddRange(JsonObject schema, SettingsProperty property)
    {
        if (property.Range is { } range)
        {
            schema["minimum"] = Convert.ToDouble(range.Minimum, System.Globalization.CultureInfo.InvariantCulture);
            schema["maximum"] = Convert.ToDouble(range.Maximum, System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private JsonObject Property(SettingsProperty property)
    {
        var schema = property switch
        {
            { ValueType: { } value } => Map(value, property.HasNames),
            { IsOneOrMany: true, ItemType: { } item } => AnyOf(Value(item), Value(property.Type)),
            _ => Value(property.Type),
        };
        AddRange(schema, property);

        // A stack's file removes a setting of the catalogue with null.
        var nullable = AnyOf(schema, new JsonObject { ["type"] = "null" });
        nullable["description"] = Description(property);
        return nullable;
    }

    private JsonObject Map(Type value, bool hasNames)
    {
        var map = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = AnyOf(Value(value), new JsonObject { ["type"] = "null" }),
        };
        if (hasNames)
        {
            map["propertyNames"] = new JsonObject { ["pattern"] = "^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$" };
        }

        return map;
    }

    private JsonObject Value(Type type)
    {
        if (SettingsProperty.FindItemType(type) is { } item)
        {
            return new JsonObject { ["type"] = "array", ["items"] = Value(item) };
        }

        if (ScalarType.Find(type) is not { } scalar)
        {
            return new JsonObject { ["$ref"] = $"#/definitions/{Name(type)}" };
        }

        var schema = new JsonObject
        {
            ["type"] = scalar.JsonTypes is [var only] ? only : new JsonArray([.. scalar.JsonTypes.Select(name => (JsonNode)name)]),
        };
        if (type.IsEnum)
        {
            schema["enum"] = new JsonArray([.. ScalarType.EnumNames(type).Select(word => (JsonNode)word)]);
        }

        if (scalar.Pattern is { } pattern)
        {
            schema["pattern"] = pattern;
        }

        return type == typeof(Text) ? AnyOf(schema, new JsonObject { ["$ref"] = "#/definitions/secure" }) : schema;
    }

    private string Description(SettingsProperty property)
    {
        var text = documentation.Part(property, "summary");
        var fallback = documentation.Part(property, "value");
        return fallback.Length > 0 ? $"{text} Default: {fallback}." : text;
    }

    private static JsonObject AnyOf(params JsonNode[] schemas) => new() { ["anyOf"] = new JsonArray(schemas) };

    private static string Name(Type type) =>
        char.ToLowerInvariant(type.Name[0]) + type.Name[1..].Replace("Settings", "", StringComparison.Ordinal);
}
