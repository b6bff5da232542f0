using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Infra.PolicyPacks;

/// <summary>
/// The settings of a policy: a record whose initial values are the defaults, and the JSON schema derived from it.
/// <see cref="DescriptionAttribute"/>, <see cref="RangeAttribute"/> and <see cref="MinLengthAttribute"/> on its properties are part of the
/// schema.
/// </summary>
public abstract class PolicySettings
{
    /// <summary>The key of a policy's enforcement level in a configuration, beside its settings.</summary>
    internal const string LevelKey = "enforcementLevel";

    private static readonly JsonSchemaExporterOptions SchemaOptions = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = Annotate,
    };

    private static readonly Lazy<JsonSerializerOptions> ReflectionOptions = new(() =>
        new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            Converters = { new JsonStringEnumConverter() },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        }
    );

    private JsonObject? _schema;

    private PolicySettings() { }

    /// <summary>The settings where nothing is configured.</summary>
    public abstract object Defaults { get; }

    /// <summary>The JSON schema of the settings, with descriptions and defaults.</summary>
    public JsonObject Schema => _schema ??= CreateSchema();

    /// <summary>Creates settings that are read by reflection, with camel-case names.</summary>
    public static PolicySettings Create<T>()
        where T : class, new() => Create((JsonTypeInfo<T>)ReflectionOptions.Value.GetTypeInfo(typeof(T)));

    /// <summary>Creates settings that are read by generated code, which starts faster.</summary>
    /// <param name="type">The record's metadata from a <see cref="JsonSerializerContext"/>.</param>
    public static PolicySettings Create<T>(JsonTypeInfo<T> type)
        where T : class, new() => new Typed<T>(type);

    /// <summary>Reads settings that fit the schema; those left out keep their defaults.</summary>
    internal abstract object Read(JsonObject json);

    private protected abstract JsonNode ExportSchema(JsonSchemaExporterOptions options);

    private protected abstract JsonObject WriteDefaults();

    private static JsonNode Annotate(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (schema is not JsonObject described || context.PropertyInfo?.AttributeProvider is not { } property)
        {
            return schema;
        }

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
                    {
                        described["maximum"] = Convert.ToDouble(range.Maximum, null);
                    }

                    break;
                case MinLengthAttribute length:
                    described["minLength"] = length.Length;
                    break;
            }
        }

        return described;
    }

    private JsonObject CreateSchema()
    {
        var schema = ExportSchema(SchemaOptions).AsObject();
        var defaults = WriteDefaults();
        foreach (var (name, property) in schema["properties"]!.AsObject())
        {
            if (property is JsonObject described && !described.ContainsKey("default") && defaults[name] is { } value)
            {
                described["default"] = value.DeepClone();
            }
        }

        return schema;
    }

    private sealed class Typed<T>(JsonTypeInfo<T> type) : PolicySettings
        where T : class, new()
    {
        public override object Defaults { get; } = new T();

        internal override object Read(JsonObject json)
        {
            // Generated deserializers give absent init-only properties the default of their type, not their initial value.
            var whole = WriteDefaults();
            foreach (var (name, value) in json)
            {
                whole[name] = value?.DeepClone();
            }

            return whole.Deserialize(type)!;
        }

        private protected override JsonNode ExportSchema(JsonSchemaExporterOptions options) => type.GetJsonSchemaAsNode(options);

        private protected override JsonObject WriteDefaults() => JsonSerializer.SerializeToNode((T)Defaults, type)!.AsObject();
    }
}
