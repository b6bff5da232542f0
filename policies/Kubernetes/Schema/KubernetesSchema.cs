using System.Collections.Concurrent;
using System.Text.Json;
using Infra.Kubernetes.Schema;

namespace Infra.Policies.Kubernetes.Schema;

/// <summary>The kinds every cluster serves and the shapes of their objects, built from the schema file when they are first asked for.</summary>
internal sealed class KubernetesSchema
{
    private static readonly Lazy<KubernetesSchema> Loaded = new(() => new KubernetesSchema(SchemaFile.Instance));

    private readonly SchemaFile _file;
    private readonly ConcurrentDictionary<string, SchemaType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<(string ApiVersion, string Kind), string> _kinds = [];
    private readonly ILookup<string, string> _kindsOfVersions;

    private KubernetesSchema(SchemaFile file)
    {
        _file = file;
        foreach (var resource in file.Resources)
            _kinds.TryAdd((resource.ApiVersion, resource.Kind), resource.Definition);
        _kindsOfVersions = _kinds.Keys.ToLookup(kind => kind.ApiVersion, kind => kind.Kind, StringComparer.Ordinal);
    }

    public static KubernetesSchema Instance => Loaded.Value;

    /// <summary>The shape of a kind's objects; null where the schema does not know the kind.</summary>
    public SchemaType? Find(string apiVersion, string kind) => _kinds.TryGetValue((apiVersion, kind), out var definition) ? Define(definition) : null;

    /// <summary>The kinds of an API version; none where the schema does not know the version.</summary>
    public IEnumerable<string> KindsOf(string apiVersion) => _kindsOfVersions[apiVersion];

    /// <summary>The API versions that have a kind.</summary>
    public IEnumerable<string> VersionsOf(string kind) => _kinds.Keys.Where(known => known.Kind == kind).Select(known => known.ApiVersion);

    internal SchemaType Resolve(JsonElement schema) =>
        SchemaFile.FindReference(schema) is { } definition ? Define(definition) : new SchemaType(this, schema, KindOf(schema));

    private SchemaType Define(string name) => _types.GetOrAdd(name, static (name, schema) =>
    {
        var definition = schema._file.Definitions.GetProperty(name);
        return new SchemaType(schema, definition, name[(name.LastIndexOf('.') + 1)..] switch
        {
            "Quantity" => SchemaKind.Quantity,
            "IntOrString" => SchemaKind.IntegerOrString,
            "Time" or "MicroTime" => SchemaKind.Time,
            _ => KindOf(definition),
        });
    }, this);

    private static SchemaKind KindOf(JsonElement schema) => (schema.TryGetProperty("type", out var type) ? type.GetString() : null) switch
    {
        "string" => SchemaKind.String,
        "integer" => SchemaKind.Integer,
        "number" => SchemaKind.Number,
        "boolean" => SchemaKind.Boolean,
        "array" => SchemaKind.Array,
        "object" when schema.TryGetProperty("properties", out _) => SchemaKind.Object,
        "object" when schema.TryGetProperty("additionalProperties", out _) => SchemaKind.Map,
        _ => SchemaKind.Any,
    };
}
