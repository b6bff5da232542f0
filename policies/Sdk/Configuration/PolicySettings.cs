using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Infra.Policies.Sdk.Configuration;

/// <summary>What of a policy can be set: a record whose initial values are the defaults, described by a JSON schema made from it.</summary>
internal abstract class PolicySettings
{
    /// <summary>The name under which a policy's level is configured, beside its settings.</summary>
    public const string LevelKey = "enforcementLevel";

    private static readonly JsonSchemaExporterOptions SchemaOptions = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = Annotate,
    };

    private JsonObject? _schema;

    /// <summary>The settings where nothing is configured.</summary>
    public abstract object Defaults { get; }

    /// <summary>A JSON schema of an object, with descriptions and defaults.</summary>
    public JsonObject Schema => _schema ??= MakeSchema();

    public static PolicySettings Of<T>(JsonTypeInfo<T> type)
        where T : class, new() => new Typed<T>(type);

    /// <summary>Reads settings that fit the schema; what is left out keeps its default.</summary>
    public abstract object Read(JsonObject json);

    private protected abstract JsonNode ExportSchema(JsonSchemaExporterOptions options);

    private protected abstract JsonObject WriteDefaults();

    private static JsonNode Annotate(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (schema is not JsonObject described || context.PropertyInfo?.AttributeProvider is not { } property)
            return schema;

        foreach (var attribute in property.GetCustomAttributes(inherit: true))
        {
            switch (attribute)
            {
                case DescriptionAttribute description:
                    described.Insert(0, "description", description.Description);
                    break;
                case RangeAttribute range:
                    described["minimum"] = Convert.ToDouble(range.Minimum, null);
                    if (range.Maximum is not (int.MaxValue or double.MaxValue))
                        described["maximum"] = Convert.ToDouble(range.Maximum, null);
                    break;
                case MinLengthAttribute length:
                    described["minLength"] = length.Length;
                    break;
            }
        }

        return described;
    }

    private JsonObject MakeSchema()
    {
        var schema = ExportSchema(SchemaOptions).AsObject();
        var defaults = WriteDefaults();
        foreach (var (name, property) in schema["properties"]!.AsObject())
            if (property is JsonObject described && !described.ContainsKey("default") && defaults[name] is { } value)
                described["default"] = value.DeepClone();
        return schema;
    }

    private sealed class Typed<T>(JsonTypeInfo<T> type) : PolicySettings
        where T : class, new()
    {
        public override object Defaults { get; } = new T();

        public override object Read(JsonObject json) => json.Deserialize(type)!;

        private protected override JsonNode ExportSchema(JsonSchemaExporterOptions options) => type.GetJsonSchemaAsNode(options);

        private protected override JsonObject WriteDefaults() => JsonSerializer.SerializeToNode((T)Defaults, type)!.AsObject();
    }
}
