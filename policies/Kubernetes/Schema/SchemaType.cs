using System.Collections.Frozen;
using System.Text.Json;
using Infra.Kubernetes.Schema;

namespace Infra.Policies.Kubernetes.Schema;

/// <summary>The schema of a value. Its parts are read on first use, because schemas are recursive.</summary>
internal sealed class SchemaType(ObjectSchemas schema, JsonElement json, SchemaKind kind)
{
    private FrozenDictionary<string, SchemaType>? _fields;
    private SchemaType? _element;
    private IReadOnlyList<string>? _required;
    private IReadOnlyList<string>? _allowed;
    private string? _format;

    public SchemaKind Kind => kind;

    /// <summary>The fields of an object.</summary>
    public FrozenDictionary<string, SchemaType> Fields =>
        _fields ??= json.TryGetProperty("properties", out var properties)
            ? properties
                .EnumerateObject()
                .ToFrozenDictionary(property => property.Name, property => schema.Resolve(property.Value), StringComparer.Ordinal)
            : FrozenDictionary<string, SchemaType>.Empty;

    /// <summary>The schema of an array's elements or a map's values.</summary>
    public SchemaType Element => _element ??= schema.Resolve(json.GetProperty(kind == SchemaKind.Array ? "items" : "additionalProperties"));

    /// <summary>The required fields of an object.</summary>
    public IReadOnlyList<string> Required => _required ??= SchemaFile.ReadStrings(json, "required");

    /// <summary>The values allowed for a string; empty for any.</summary>
    public IReadOnlyList<string> Allowed => _allowed ??= SchemaFile.ReadStrings(json, "enum");

    /// <summary>OpenAPI's format of a string or number, e.g. <c>int32</c>; empty if there is none.</summary>
    public string Format => _format ??= json.TryGetProperty("format", out var format) ? format.GetString()! : "";
}

/// <summary>The type of a value.</summary>
internal enum SchemaKind
{
    /// <summary>Any JSON value.</summary>
    Any,

    Object,

    /// <summary>An object with any keys.</summary>
    Map,

    Array,

    String,

    Integer,

    Number,

    Boolean,

    /// <summary>A quantity, e.g. <c>128Mi</c>.</summary>
    Quantity,

    /// <summary>An integer or a string, e.g. a port by number or name.</summary>
    IntegerOrString,

    /// <summary>A time stamp of RFC 3339.</summary>
    Time,
}
