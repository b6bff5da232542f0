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
    public ObjectType? Items => Kind == ValueKind.List ? Create(_schema.GetProperty("items")) : null;

    /// <summary>The type of a map's values; null for other types.</summary>
    public ObjectType? MapValues => Kind == ValueKind.Map ? Create(_schema.GetProperty("additionalProperties")) : null;

    IMergeType? IMergeType.ItemType => Items;

    IMergeType? IMergeType.ValueType => MapValues;

    /// <summary>Finds the type of a kind's objects; null if Kubernetes has no such kind.</summary>
    public static ObjectType? Find(string apiVersion, string kind) =>
        SchemaFile.Instance.FindDefinition(apiVersion, kind) is { } definition ? Get(definition) : null;

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
            "object" when schema.TryGetProperty("properties", out _) => ValueKind.Object,
            "object" when schema.TryGetProperty("additionalProperties", out _) => ValueKind.Map,
            "array" => ValueKind.List,
            "string" => schema.TryGetProperty("format", out var format) && format.GetString() == "byte" ? ValueKind.Bytes : ValueKind.Text,
            "integer" => ValueKind.Integer,
            "number" => ValueKind.Number,
            "boolean" => ValueKind.Boolean,
            _ => ValueKind.Any,
        };

    private FrozenDictionary<string, ObjectField> ReadFields() =>
        Kind == ValueKind.Object
            ? _schema
                .GetProperty("properties")
                .EnumerateObject()
                .ToFrozenDictionary(field => field.Name, field => ReadField(field.Value), StringComparer.Ordinal)
            : FrozenDictionary<string, ObjectField>.Empty;

    private static ObjectField ReadField(JsonElement schema) =>
        new(Create(schema))
        {
            PatchMergeKey = schema.TryGetProperty("x-kubernetes-patch-merge-key", out var key) ? key.GetString() : null,
            IsMergedByPatch =
                schema.TryGetProperty("x-kubernetes-patch-strategy", out var strategies)
                && strategies.GetString()!.Split(',').Contains("merge"),
        };
}

/// <summary>A field of an object of the API.</summary>
/// <param name="Type">The type of its value.</param>
public sealed record ObjectField(ObjectType Type) : IMergeField
{
    /// <summary>The field that identifies the items of its list in a strategic merge patch; null if there is none.</summary>
    public string? PatchMergeKey { get; init; }

    /// <summary>Whether a strategic merge patch merges its list instead of replacing it.</summary>
    public bool IsMergedByPatch { get; init; }

    IMergeType IMergeField.MergeType => Type;
}
