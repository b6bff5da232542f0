using System.Collections.Concurrent;
using System.Text.Json;
using Infra.Kubernetes.Schema;

namespace Infra.Policies.Kubernetes.Schema;

/// <summary>The built-in kinds and the schemas of their objects, loaded on first use.</summary>
internal sealed class ObjectSchemas
{
    private static readonly Lazy<ObjectSchemas> Loaded = new(() => new ObjectSchemas(SchemaFile.Instance));

    private readonly SchemaFile _file;
    private readonly ConcurrentDictionary<string, SchemaType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<(string ApiVersion, string Kind), string> _kinds = [];
    private readonly ILookup<string, string> _kindsByVersion;

    private ObjectSchemas(SchemaFile file)
    {
        _file = file;
        foreach (var resource in file.Resources)
        {
            _kinds.TryAdd((resource.ApiVersion, resource.Kind), resource.Definition);
        }

        _kindsByVersion = _kinds.Keys.ToLookup(kind => kind.ApiVersion, kind => kind.Kind, StringComparer.Ordinal);
    }

    public static ObjectSchemas Instance => Loaded.Value;

    /// <summary>Finds the schema of a kind; null if the kind is not built in.</summary>
    public SchemaType? Find(string apiVersion, string kind) =>
        _kinds.TryGetValue((apiVersion, kind), out var definition) ? Define(definition) : null;

    /// <summary>Returns the kinds of an API version; none if the version is not built in.</summary>
    public IEnumerable<string> GetKinds(string apiVersion) => _kindsByVersion[apiVersion];

    /// <summary>Returns the API versions that have a kind.</summary>
    public IEnumerable<string> GetVersions(string kind) => _kinds.Keys.Where(known => known.Kind == kind).Select(known => known.ApiVersion);

    internal SchemaType Resolve(JsonElement schema) =>
        SchemaFile.FindReference(schema) is { } definition ? Define(definition) : new SchemaType(this, schema, GetKind(schema));

    private SchemaType Define(string name) =>
        _types.GetOrAdd(
            name,
            static (name, schema) =>
            {
                var definition = schema._file.Definitions.GetProperty(name);
                return new SchemaType(
                    schema,
                    definition,
                    name[(name.LastIndexOf('.') + 1)..] switch
                    {
                        "Quantity" => SchemaKind.Quantity,
                        "IntOrString" => SchemaKind.IntegerOrString,
                        "Time" or "MicroTime" => SchemaKind.Time,
                        _ => GetKind(definition),
                    }
                );
            },
            this
        );

    private static SchemaKind GetKind(JsonElement schema) =>
        (schema.TryGetProperty("type", out var type) ? type.GetString() : null) switch
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
