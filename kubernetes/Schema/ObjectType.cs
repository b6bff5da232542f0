using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;
using Infra.Kubernetes.Patching;

namespace Infra.Kubernetes.Schema;

/// <summary>The type of a value of the API, read from <see cref="SchemaFile"/> as far as it is visited.</summary>
public sealed class ObjectType : IMergeType
{
    private static readonly ConcurrentDictionary<string, ObjectType> Known = new(StringComparer.Ordinal);

    private readonly JsonElement _schema;
    private readonly Lazy<FrozenDictionary<string, ObjectField>> _fields;
    private ObjectType? _items;
    private ObjectType? _mapValues;

    private ObjectType(JsonElement schema, ValueKind kind)
    {
        _schema = schema;
        Kind = kind;
        _fields = new(ReadFields);
    }

    /// <summary>The kind of its values.</summary>
    public ValueKind Kind { get; }

    /// <summary>The fields of an object by name; empty for other types.</summary>
    public IReadOnlyDictionary<string, ObjectField> Fields => _fields.Value;

    /// <summary>The fields that an object must have.</summary>
    public IReadOnlyList<string> Required => SchemaFile.ReadStrings(_schema, "required");

    /// <summary>The allowed strings; empty if the schema lists none.</summary>
    public IReadOnlyList<string> Values => SchemaFile.ReadStrings(_schema, "enum");

    /// <summary>The type of a list's items; null for other types.</summary>
    public ObjectType? Items => Kind == ValueKind.List ? _items ??= Create(_schema.GetProperty("items")) : null;

    /// <summary>The type of a map's values; null for other types.</summary>
    public ObjectType? MapValues => Kind == ValueKind.Map ? _mapValues ??= Create(_schema.GetProperty("additionalProperties")) : null;

    /// <summary>The fields that identify a list's items in a server-side apply; empty if it does not merge the list by keys.</summary>
    public IReadOnlyList<string> ItemKeys =>
        ReadText("x-kubernetes-list-type") == "map" ? SchemaFile.ReadStrings(_schema, "x-kubernetes-list-map-keys") : [];

    /// <summary>Whether a server-side apply merges a list by its values.</summary>
    public bool IsSet => ReadText("x-kubernetes-list-type") == "set";

    /// <summary>Whether a server-side apply replaces an object or map as a whole.</summary>
    public bool IsAtomic => ReadText("x-kubernetes-map-type") == "atomic";

    string IMergeType.Name => "struct";

    IMergeType? IMergeType.ItemType => Items;

    IMergeType? IMergeType.ValueType => MapValues;

    /// <summary>Finds the type of a kind's objects; null if Kubernetes has no such kind.</summary>
    public static ObjectType? Find(string apiVersion, string kind) =>
        SchemaFile.Instance.FindDefinition(apiVersion, kind) is { } definition ? Get(definition) : null;

    /// <summary>Creates the type of the objects that a CustomResourceDefinition describes.</summary>
    /// <param name="openApiSchema">The <c>openAPIV3Schema</c> of a version.</param>
    public static ObjectType FromOpenApi(JsonElement openApiSchema) => Create(openApiSchema);

    IMergeField? IMergeType.FindMergeField(string name) => Fields.GetValueOrDefault(name);

    private static ObjectType Get(string definition) => Known.GetOrAdd(definition, static name =>
        {
            var schema = SchemaFile.Instance.Definitions.GetProperty(name);
            var kind = name[(name.LastIndexOf('.') + 1)..] switch
            {
                "Quantity" => ValueKind.Quantity,
                "IntOrString" => ValueKind.IntOrString,
                _ => ReadKind(schema),
            };
            return new ObjectType(schema, kind);
        });

    private static ObjectType Create(JsonElement schema) =>
        SchemaFile.FindReference(schema) is { } reference ? Get(reference) : new ObjectType(schema, ReadKind(schema));

    private static ValueKind ReadKind(JsonElement schema) =>
        (schema.TryGetProperty("type", out var type) ? type.GetString() : null) switch
        {
            _ when IsTrue(schema, "x-kubernetes-preserve-unknown-fields") => ValueKind.Any,
            _ when IsTrue(schema, "x-kubernetes-int-or-string") => ValueKind.IntOrString,
            "object" when schema.TryGetProperty("properties", out _) => ValueKind.Object,
            "object" when schema.TryGetProperty("additionalProperties", out var values) && values.ValueKind == JsonValueKind.Object =>
                ValueKind.Map,
            "array" when schema.TryGetProperty("items", out _) => ValueKind.List,
            "string" => schema.TryGetProperty("format", out var format) && format.GetString() == "byte" ? ValueKind.Bytes : ValueKind.Text,
            "integer" => ValueKind.Integer,
            "number" => ValueKind.Number,
            "boolean" => ValueKind.Boolean,
            _ => ValueKind.Any,
        };

    private static bool IsTrue(JsonElement schema, string property) =>
        schema.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.True;

    private string? ReadText(string property) => _schema.TryGetProperty(property, out var value) ? value.GetString() : null;

    private FrozenDictionary<string, ObjectField> ReadFields() =>
        Kind == ValueKind.Object
            ? _schema
                .GetProperty("properties")
                .EnumerateObject()
                .ToFrozenDictionary(field => field.Name, field => ReadField(field.Value), StringComparer.Ordinal)
            : FrozenDictionary<string, ObjectField>.Empty;

    private static ObjectField ReadField(JsonElement schema)
    {
        var strategies = schema.TryGetProperty("x-kubernetes-patch-strategy", out var all) ? all.GetString()!.Split(',') : [];
        return new ObjectField(Create(schema))
        {
            PatchMergeKey = schema.TryGetProperty("x-kubernetes-patch-merge-key", out var key) ? key.GetString() : null,
            IsMergedByPatch = strategies.Contains("merge"),
            IsReplacedByPatch = strategies.Contains("replace"),
            RetainsKeys = strategies.Contains("retainKeys"),
            IsAtomic = schema.TryGetProperty("x-kubernetes-map-type", out var mapType) && mapType.GetString() == "atomic",
        };
    }
}

/// <summary>A field of an object of the API.</summary>
/// <param name="Type">The type of its value.</param>
public sealed record ObjectField(ObjectType Type) : IMergeField
{
    /// <summary>The field that identifies the items of its list in a strategic merge patch; null if there is none.</summary>
    public string? PatchMergeKey { get; init; }

    /// <summary>Whether a strategic merge patch merges its list instead of replacing it.</summary>
    public bool IsMergedByPatch { get; init; }

    /// <summary>Whether a strategic merge patch replaces its object instead of merging it.</summary>
    public bool IsReplacedByPatch { get; init; }

    /// <summary>Whether a strategic merge patch of its value lists the keys to keep (<c>retainKeys</c>).</summary>
    public bool RetainsKeys { get; init; }

    /// <summary>Whether a server-side apply replaces its value as a whole, whatever the value's type says.</summary>
    public bool IsAtomic { get; init; }

    IMergeType IMergeField.MergeType => Type;
}
