using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Simulator.Schema;

/// <summary>The condensed schema of Kubernetes: the resources every cluster serves and the shapes of their objects, built on first use.</summary>
internal sealed class KubernetesSchema
{
    /// <summary>Keys of list items that may be left out, because they have a default.</summary>
    private static readonly HashSet<string> ProtocolIsTcp =
        ["io.k8s.api.core.v1.ContainerPort", "io.k8s.api.core.v1.ServicePort", "io.k8s.api.core.v1.EndpointPort"];

    private readonly ConcurrentDictionary<string, TypeSchema> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TypeSchema> _underConstruction = new(StringComparer.Ordinal);
    private readonly Lock _construction = new();
    private readonly WireOrder _wireOrder = WireOrder.Load();

    private KubernetesSchema(JsonElement root)
    {
        Definitions = root.GetProperty("definitions");
        Groups = [.. root.GetProperty("groups").EnumerateArray().Select(ReadGroup)];
        Kinds = [.. root.GetProperty("resources").EnumerateArray().Select(ReadKind)];
    }

    /// <summary>The API groups in the order in which discovery shows them; the core group first.</summary>
    public IReadOnlyList<ApiGroup> Groups { get; }

    public IReadOnlyList<ResourceKind> Kinds { get; }

    /// <summary>All definitions as OpenAPI v2 has them.</summary>
    public JsonElement Definitions { get; }

    public static KubernetesSchema Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("kubernetes-1.36.json")!;
        return new KubernetesSchema(JsonDocument.Parse(stream).RootElement);
    }

    /// <summary>The definition of a kind, also of those that are not stored; null where there is none.</summary>
    public string? DefinitionOf(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var (group, version) = slash < 0 ? ("", apiVersion) : (apiVersion[..slash], apiVersion[(slash + 1)..]);
        foreach (var definition in Definitions.EnumerateObject())
        {
            if (!definition.Value.TryGetProperty("x-kubernetes-group-version-kind", out var kinds))
                continue;
            foreach (var one in kinds.EnumerateArray())
            {
                if (one.GetProperty("kind").ValueEquals(kind) && one.GetProperty("group").ValueEquals(group) && one.GetProperty("version").ValueEquals(version))
                    return definition.Name;
            }
        }
        return null;
    }

    /// <summary>The shape that a definition gives.</summary>
    public TypeSchema Type(string definition)
    {
        if (_types.TryGetValue(definition, out var known))
            return known;

        // Definitions refer to each other, also to themselves. Nobody else sees any of them before all of them are whole.
        lock (_construction)
        {
            if (_types.TryGetValue(definition, out known) || _underConstruction.TryGetValue(definition, out known))
                return known;
            var isOutermost = _underConstruction.Count == 0;
            var built = _underConstruction[definition] = SchemaOfDefinition(definition);
            if (built.Type == FieldType.Object)
                built.SetFields(ReadFields(definition));
            if (isOutermost)
            {
                foreach (var (name, type) in _underConstruction)
                    _types[name] = type;
                _underConstruction.Clear();
            }
            return built;
        }
    }

    private static ApiGroup ReadGroup(JsonElement json) => new(
        json.GetProperty("name").GetString()!,
        Strings(json, "versions"),
        json.GetProperty("preferredVersion").GetString()!);

    private static ResourceKind ReadKind(JsonElement json) => new(
        json.GetProperty("group").GetString()!,
        json.GetProperty("version").GetString()!,
        json.GetProperty("kind").GetString()!,
        json.GetProperty("plural").GetString()!,
        json.GetProperty("namespaced").GetBoolean())
    {
        Singular = json.GetProperty("singular").GetString()!,
        Definition = json.GetProperty("definition").GetString()!,
        Verbs = Strings(json, "verbs"),
        ShortNames = Strings(json, "shortNames"),
        Categories = Strings(json, "categories"),
        SubresourceDetails = json.TryGetProperty("subresources", out var subresources)
            ? [.. subresources.EnumerateArray().Select(ReadSubresource)]
            : [],
    };

    private static Subresource ReadSubresource(JsonElement json) => new(
        json.GetProperty("name").GetString()!,
        json.GetProperty("group").GetString()!,
        json.GetProperty("version").GetString()!,
        json.GetProperty("kind").GetString()!,
        Strings(json, "verbs"));

    private static IReadOnlyList<string> Strings(JsonElement json, string property) =>
        json.TryGetProperty(property, out var array) ? [.. array.EnumerateArray().Select(item => item.GetString()!)] : [];

    private TypeSchema SchemaOfDefinition(string definition)
    {
        var name = definition[(definition.LastIndexOf('.') + 1)..];
        var type = name switch
        {
            "Quantity" => FieldType.Quantity,
            "IntOrString" => FieldType.IntOrString,
            "Time" => FieldType.Time,
            "MicroTime" => FieldType.MicroTime,
            _ => (FieldType?)null,
        };
        if (type is { } special)
            return new TypeSchema(special, name);
        if (!Definitions.TryGetProperty(definition, out var json) || !json.TryGetProperty("properties", out _))
            return json.ValueKind == JsonValueKind.Object && json.TryGetProperty("additionalProperties", out _)
                ? Read(json, name)
                : new TypeSchema(ScalarType(json) ?? FieldType.Any, name);
        return new TypeSchema(FieldType.Object, name) { IsAtomic = MapTypeOf(json) == "atomic" };
    }

    private List<FieldSchema> ReadFields(string definition)
    {
        var json = Definitions.GetProperty(definition);
        var properties = json.GetProperty("properties");
        var required = Strings(json, "required");
        var order = _wireOrder.Find(definition) ?? [.. properties.EnumerateObject().Select(p => new WireField(p.Name, [], required.Contains(p.Name) ? '!' : ' '))];
        return [.. order.Where(field => properties.TryGetProperty(field.Name, out _)).Select(field =>
        {
            var property = properties.GetProperty(field.Name);
            var strategy = property.TryGetProperty("x-kubernetes-patch-strategy", out var strategies) ? strategies.GetString()!.Split(',') : [];
            return new FieldSchema(field.Name, Read(property, definition[(definition.LastIndexOf('.') + 1)..]))
            {
                Numbers = field.Numbers,
                IsAlwaysWritten = field.Mark is '!' or '*',
                IsNullWhenAbsent = field.Mark == '*',
                IsOmittedWhenZero = field.Mark == '?',
                IsRequired = required.Contains(field.Name),
                PatchMergeKey = property.TryGetProperty("x-kubernetes-patch-merge-key", out var key) ? key.GetString() : null,
                IsMergedByPatch = strategy.Contains("merge"),
                RetainsKeys = strategy.Contains("retainKeys"),
                Default = field.Name == "protocol" && ProtocolIsTcp.Contains(definition) ? "TCP" : null,
            };
        })];
    }

    private TypeSchema Read(JsonElement json, string owner)
    {
        if (json.TryGetProperty("$ref", out var reference))
        {
            var referred = Type(reference.GetString()!["#/definitions/".Length..]);
            return MapTypeOf(json) == "atomic" && !referred.IsAtomic ? Atomic(referred) : referred;
        }
        if (ScalarType(json) is { } scalar)
            return new TypeSchema(scalar, ScalarName(json));
        var type = json.TryGetProperty("type", out var typeName) ? typeName.GetString() : null;
        if (type == "array")
        {
            return new TypeSchema(FieldType.List, owner)
            {
                Items = Read(json.GetProperty("items"), owner),
                MapKeys = Strings(json, "x-kubernetes-list-map-keys"),
                ListMerge = (json.TryGetProperty("x-kubernetes-list-type", out var listType) ? listType.GetString() : null) switch
                {
                    "map" => ListMerge.Map,
                    "set" => ListMerge.Set,
                    _ => ListMerge.Atomic,
                },
            };
        }
        return type == "object" && json.TryGetProperty("additionalProperties", out var values)
            ? new TypeSchema(FieldType.Map, owner) { Values = Read(values, owner), IsAtomic = MapTypeOf(json) == "atomic" }
            : new TypeSchema(FieldType.Any, owner);
    }

    private static TypeSchema Atomic(TypeSchema type)
    {
        var atomic = new TypeSchema(type.Type, type.Name) { Items = type.Items, Values = type.Values, MapKeys = type.MapKeys, IsAtomic = true };
        atomic.SetFields(type.Fields);
        return atomic;
    }

    private static string? MapTypeOf(JsonElement json) =>
        json.TryGetProperty("x-kubernetes-map-type", out var mapType) ? mapType.GetString() : null;

    private static FieldType? ScalarType(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("type", out var type))
            return null;
        return type.GetString() switch
        {
            "string" => json.TryGetProperty("format", out var format) && format.GetString() == "byte" ? FieldType.Bytes : FieldType.Text,
            "integer" => FieldType.Integer,
            "number" => FieldType.Number,
            "boolean" => FieldType.Flag,
            _ => null,
        };
    }

    private static string ScalarName(JsonElement json) => json.GetProperty("type").GetString() switch
    {
        "integer" => json.TryGetProperty("format", out var format) ? format.GetString()! : "int64",
        "number" => "float64",
        "boolean" => "bool",
        _ => "string",
    };
}
