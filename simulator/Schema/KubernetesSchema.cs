using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Kubernetes.Schema;

namespace Infra.Simulator.Schema;

/// <summary>The resources every cluster serves and the shapes of their objects, built from the schema file on first use.</summary>
internal sealed class KubernetesSchema
{
    /// <summary>Keys of list items that may be left out, because they have a default.</summary>
    private static readonly HashSet<string> ProtocolIsTcp =
    [
        "io.k8s.api.core.v1.ContainerPort",
        "io.k8s.api.core.v1.ServicePort",
        "io.k8s.api.core.v1.EndpointPort",
    ];

    private readonly SchemaFile _file;
    private readonly ConcurrentDictionary<string, TypeSchema> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TypeSchema> _underConstruction = new(StringComparer.Ordinal);
    private readonly Lock _construction = new();
    private readonly WireOrder _wireOrder = WireOrder.Load();

    private KubernetesSchema(SchemaFile file)
    {
        _file = file;
        Groups = [.. file.Groups.Select(group => new ApiGroup(group.Name, group.Versions, group.PreferredVersion))];
        Kinds = [.. file.Resources.Select(CreateKind)];
    }

    /// <summary>The API groups in the order in which discovery shows them; the core group first.</summary>
    public IReadOnlyList<ApiGroup> Groups { get; }

    public IReadOnlyList<ResourceKind> Kinds { get; }

    /// <summary>All definitions as OpenAPI v2 has them.</summary>
    public JsonElement Definitions => _file.Definitions;

    public static KubernetesSchema Load() => new(SchemaFile.Instance);

    /// <summary>The definition of a kind, also of those that are not stored; null where there is none.</summary>
    public string? DefinitionOf(string apiVersion, string kind) => _file.FindDefinition(apiVersion, kind);

    /// <summary>The shape that a definition gives.</summary>
    public TypeSchema Type(string definition)
    {
        if (_types.TryGetValue(definition, out var known))
        {
            return known;
        }

        // Definitions refer to each other, also to themselves. Other threads see them only once all are complete.
        lock (_construction)
        {
            if (_types.TryGetValue(definition, out known) || _underConstruction.TryGetValue(definition, out known))
            {
                return known;
            }

            var isOutermost = _underConstruction.Count == 0;
            var built = _underConstruction[definition] = SchemaOfDefinition(definition);
            if (built.Type == FieldType.Object)
            {
                built.SetFields(ReadFields(definition));
            }

            if (isOutermost)
            {
                foreach (var (name, type) in _underConstruction)
                {
                    _types[name] = type;
                }

                _underConstruction.Clear();
            }
            return built;
        }
    }

    private static ResourceKind CreateKind(SchemaResource resource) =>
        new(resource.Group, resource.Version, resource.Kind, resource.Plural, resource.IsNamespaced)
        {
            Singular = resource.Singular,
            Definition = resource.Definition,
            Verbs = resource.Verbs,
            ShortNames = resource.ShortNames,
            Categories = resource.Categories,
            SubresourceDetails =
            [
                .. resource.Subresources.Select(one => new Subresource(one.Name, one.Group, one.Version, one.Kind, one.Verbs)),
            ],
        };

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
        {
            return new TypeSchema(special, name);
        }

        if (!Definitions.TryGetProperty(definition, out var json) || !json.TryGetProperty("properties", out _))
        {
            return json.ValueKind == JsonValueKind.Object && json.TryGetProperty("additionalProperties", out _)
                ? Read(json, name)
                : new TypeSchema(ScalarType(json) ?? FieldType.Any, name);
        }

        return new TypeSchema(FieldType.Object, name) { IsAtomic = MapTypeOf(json) == "atomic" };
    }

    private List<FieldSchema> ReadFields(string definition)
    {
        var json = Definitions.GetProperty(definition);
        var properties = json.GetProperty("properties");
        var required = SchemaFile.ReadStrings(json, "required");
        var order = _wireOrder.Find(definition)
            ?? [.. properties.EnumerateObject().Select(p => new WireField(p.Name, [], required.Contains(p.Name) ? '!' : ' '))];
        return
        [
            .. order
                .Where(field => properties.TryGetProperty(field.Name, out _))
                .Select(field =>
                {
                    var property = properties.GetProperty(field.Name);
                    var strategy = property.TryGetProperty("x-kubernetes-patch-strategy", out var strategies)
                        ? strategies.GetString()!.Split(',')
                        : [];
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
                }),
        ];
    }

    private TypeSchema Read(JsonElement json, string owner)
    {
        if (SchemaFile.FindReference(json) is { } reference)
        {
            var referred = Type(reference);
            return MapTypeOf(json) == "atomic" && !referred.IsAtomic ? Atomic(referred) : referred;
        }
        if (ScalarType(json) is { } scalar)
        {
            return new TypeSchema(scalar, ScalarName(json));
        }

        var type = json.TryGetProperty("type", out var typeName) ? typeName.GetString() : null;
        if (type == "array")
        {
            return new TypeSchema(FieldType.List, owner)
            {
                Items = Read(json.GetProperty("items"), owner),
                MapKeys = SchemaFile.ReadStrings(json, "x-kubernetes-list-map-keys"),
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
        var atomic = new TypeSchema(type.Type, type.Name)
        {
            Items = type.Items,
            Values = type.Values,
            MapKeys = type.MapKeys,
            IsAtomic = true,
        };
        atomic.SetFields(type.Fields);
        return atomic;
    }

    private static string? MapTypeOf(JsonElement json) =>
        json.TryGetProperty("x-kubernetes-map-type", out var mapType) ? mapType.GetString() : null;

    private static FieldType? ScalarType(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("type", out var type))
        {
            return null;
        }

        return type.GetString() switch
        {
            "string" => json.TryGetProperty("format", out var format) && format.GetString() == "byte" ? FieldType.Bytes : FieldType.Text,
            "integer" => FieldType.Integer,
            "number" => FieldType.Number,
            "boolean" => FieldType.Flag,
            _ => null,
        };
    }

    private static string ScalarName(JsonElement json) =>
        json.GetProperty("type").GetString() switch
        {
            "integer" => json.TryGetProperty("format", out var format) ? format.GetString()! : "int64",
            "number" => "float64",
            "boolean" => "bool",
            _ => "string",
        };
}
