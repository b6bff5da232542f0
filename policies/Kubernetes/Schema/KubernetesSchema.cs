using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace Infra.Policies.Kubernetes.Schema;

/// <summary>The condensed schema of Kubernetes: the kinds every cluster serves and the shapes of their objects. Read when it is first asked for.</summary>
internal sealed class KubernetesSchema
{
    private const string ResourceName = "kubernetes-1.36.json";
    private const string DefinitionPrefix = "#/definitions/";

    private static readonly Lazy<KubernetesSchema> Loaded = new(Load);

    private readonly JsonElement _definitions;
    private readonly ConcurrentDictionary<string, SchemaType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<(string ApiVersion, string Kind), string> _kinds = [];
    private readonly ILookup<string, string> _kindsOfVersions;

    private KubernetesSchema(JsonElement root)
    {
        _definitions = root.GetProperty("definitions");
        Version = root.GetProperty("kubernetes").GetString()!;
        foreach (var resource in root.GetProperty("resources").EnumerateArray())
        {
            var (group, version) = (resource.GetProperty("group").GetString()!, resource.GetProperty("version").GetString()!);
            _kinds.TryAdd((group.Length == 0 ? version : $"{group}/{version}", resource.GetProperty("kind").GetString()!), resource.GetProperty("definition").GetString()!);
        }

        _kindsOfVersions = _kinds.Keys.ToLookup(kind => kind.ApiVersion, kind => kind.Kind, StringComparer.Ordinal);
    }

    public static KubernetesSchema Instance => Loaded.Value;

    /// <summary>The release of Kubernetes, e.g. <c>1.36</c>.</summary>
    public string Version { get; }

    /// <summary>The shape of a kind's objects; null where the schema does not know the kind.</summary>
    public SchemaType? Find(string apiVersion, string kind) => _kinds.TryGetValue((apiVersion, kind), out var definition) ? Define(definition) : null;

    /// <summary>The kinds of an API version; none where the schema does not know the version.</summary>
    public IEnumerable<string> KindsOf(string apiVersion) => _kindsOfVersions[apiVersion];

    /// <summary>The API versions that have a kind.</summary>
    public IEnumerable<string> VersionsOf(string kind) => _kinds.Keys.Where(known => known.Kind == kind).Select(known => known.ApiVersion);

    internal SchemaType Resolve(JsonElement schema) => schema.TryGetProperty("$ref", out var reference)
        ? Define(reference.GetString()![DefinitionPrefix.Length..])
        : new SchemaType(this, schema, KindOf(schema));

    private SchemaType Define(string name) => _types.GetOrAdd(name, static (name, schema) =>
    {
        var definition = schema._definitions.GetProperty(name);
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

    private static KubernetesSchema Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourceName)!;
        return new KubernetesSchema(JsonDocument.Parse(stream).RootElement);
    }
}
