using System.Collections.Frozen;
using System.Text.Json;
using Infra.Kubernetes.Schema;

namespace Infra.Policies.Kubernetes.Schema;

/// <summary>What may stand at a place of an object. What it consists of is read when it is first asked for, because shapes may contain themselves.</summary>
internal sealed class SchemaType(KubernetesSchema schema, JsonElement json, SchemaKind kind)
{
    private FrozenDictionary<string, SchemaType>? _fields;
    private SchemaType? _element;
    private IReadOnlyList<string>? _required;
    private IReadOnlyList<string>? _allowed;
    private string? _format;

    public SchemaKind Kind => kind;

    /// <summary>The fields of an object.</summary>
    public FrozenDictionary<string, SchemaType> Fields => _fields ??= json.TryGetProperty("properties", out var properties)
        ? properties.EnumerateObject().ToFrozenDictionary(property => property.Name, property => schema.Resolve(property.Value), StringComparer.Ordinal)
        : FrozenDictionary<string, SchemaType>.Empty;

    /// <summary>What the elements of an array or the values of a map are.</summary>
    public SchemaType Element => _element ??= schema.Resolve(json.GetProperty(kind == SchemaKind.Array ? "items" : "additionalProperties"));

    /// <summary>The fields an object must have.</summary>
    public IReadOnlyList<string> Required => _required ??= SchemaFile.ReadStrings(json, "required");

    /// <summary>The texts a string may be; none where it may be any.</summary>
    public IReadOnlyList<string> Allowed => _allowed ??= SchemaFile.ReadStrings(json, "enum");

    /// <summary>OpenAPI's name of what a string or number holds, e.g. <c>int32</c>; empty where it does not say.</summary>
    public string Format => _format ??= json.TryGetProperty("format", out var format) ? format.GetString()! : "";
}

/// <summary>What sort of value may stand at a place.</summary>
internal enum SchemaKind
{
    /// <summary>Whatever JSON can say.</summary>
    Any,

    Object,

    /// <summary>An object with any keys.</summary>
    Map,

    Array,

    String,

    Integer,

    Number,

    Boolean,

    /// <summary>An amount, e.g. <c>128Mi</c>.</summary>
    Quantity,

    /// <summary>E.g. a port by number or name.</summary>
    IntegerOrString,

    /// <summary>A moment as RFC 3339 writes it.</summary>
    Time,
}
