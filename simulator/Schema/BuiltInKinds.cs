using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Kubernetes.Schema;

namespace Infra.Simulator.Schema;

/// <summary>The built-in kinds and the schemas of their objects, which are built from the schema file on first use.</summary>
internal sealed class BuiltInKinds
{
    /// <summary>The types whose <c>protocol</c> defaults to TCP. The field is a key of list items, which may omit it.</summary>
    private static readonly HashSet<string> TypesWithDefaultProtocol =
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
    private readonly GoTypes _goTypes = GoTypes.Load();

    private BuiltInKinds(SchemaFile file)
    {
        _file = file;
        Groups = [.. file.Groups.Select(group => new ApiGroup(group.Name, group.Versions, group.PreferredVersion))];
        Kinds = [.. file.Resources.Select(CreateKind)];
    }

    /// <summary>The API groups in the order of discovery; the core group comes first.</summary>
    public IReadOnlyList<ApiGroup> Groups { get; }

    public IReadOnlyList<ResourceKind> Kinds { get; }

    /// <summary>The OpenAPI v2 definitions by name.</summary>
    public JsonElement Definitions => _file.Definitions;

    /// <summary>The schema of <c>metadata</c>.</summary>
    public TypeSchema Metadata => GetTypeSchema("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");

    public static BuiltInKinds Load() => new(SchemaFile.Instance);

    /// <summary>Finds the name of a kind's definition, also if the kind is not stored; null if there is none.</summary>
    public string? FindDefinition(string apiVersion, string kind) => _file.FindDefinition(apiVersion, kind);

    /// <summary>Returns the schema of a definition, by name.</summary>
    public TypeSchema GetTypeSchema(string definition)
    {
        if (_types.TryGetValue(definition, out var known))
        {
            return known;
        }

        // Definitions refer to each other and to themselves. None is published to other threads until all of them are complete.
        lock (_construction)
        {
            if (_types.TryGetValue(definition, out known) || _underConstruction.TryGetValue(definition, out known))
            {
                return known;
            }

            var isOutermost = _underConstruction.Count == 0;
            var built = _underConstruction[definition] = CreateDefinitionSchema(definition);
            if (built.Type == FieldType.Object)
            {
                built.SetFields(CreateFields(definition));
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
            Subresources = [.. resource.Subresources.Select(one => new Subresource(one.Name, one.Group, one.Version, one.Kind, one.Verbs))],
        };

    private TypeSchema CreateDefinitionSchema(string definition)
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
                ? CreateSchema(json, name, null)
                : new TypeSchema(FindScalarType(json) ?? FieldType.Any, name);
        }

        return new TypeSchema(FieldType.Object, name) { IsAtomic = FindMapType(json) == "atomic", GoType = GoTypes.GetName(definition) };
    }

    private List<FieldSchema> CreateFields(string definition)
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
                    var goField = _goTypes.Find(definition, field.Name);
                    var type = CreateSchema(property, definition[(definition.LastIndexOf('.') + 1)..], goField.Type);
                    return new FieldSchema(field.Name, type)
                    {
                        Numbers = field.Numbers,
                        Embedding = goField.Embedding,
                        IsAlwaysWritten = field.Mark is '!' or '*',
                        IsNullWhenAbsent = field.Mark == '*',
                        IsOmittedWhenZero = field.Mark == '?',
                        IsRequired = required.Contains(field.Name),
                        PatchMergeKey = property.TryGetProperty("x-kubernetes-patch-merge-key", out var key) ? key.GetString() : null,
                        IsMergedByPatch = strategy.Contains("merge"),
                        IsReplacedByPatch = strategy.Contains("replace"),
                        RetainsKeys = strategy.Contains("retainKeys"),
                        Default = FindDefault(definition, field.Name, type, required.Contains(field.Name)),
                    };
                }),
        ];
    }

    /// <summary>Finds the default that a list item has for an omitted key: required fields have their zero value.</summary>
    private static JsonNode? FindDefault(string definition, string field, TypeSchema type, bool isRequired) =>
        field == "protocol" && TypesWithDefaultProtocol.Contains(definition) ? "TCP"
        : isRequired || (definition, field) == ("io.k8s.api.core.v1.LocalObjectReference", "name")
            ? type.Type switch
            {
                FieldType.Text => "",
                FieldType.Integer => 0L,
                _ => null,
            }
        : null;

    private TypeSchema CreateSchema(JsonElement json, string owner, string? goType)
    {
        if (SchemaFile.FindReference(json) is { } reference)
        {
            var referred = GetTypeSchema(reference);
            return FindMapType(json) switch
            {
                "atomic" when !referred.IsAtomic => WithAtomic(referred, true),
                "granular" when referred.IsAtomic => WithAtomic(referred, false),
                _ => referred,
            };
        }
        if (FindScalarType(json) is { } scalar)
        {
            var name = GetScalarName(json);
            return new TypeSchema(scalar, name) { GoType = goType ?? (scalar == FieldType.Bytes ? "[]uint8" : name) };
        }

        var type = json.TryGetProperty("type", out var typeName) ? typeName.GetString() : null;
        if (type == "array")
        {
            const string Prefix = "[]";
            var items = CreateSchema(
                json.GetProperty("items"),
                owner,
                goType?.StartsWith(Prefix, StringComparison.Ordinal) == true ? goType[Prefix.Length..] : null
            );
            return new TypeSchema(FieldType.List, owner)
            {
                Items = items,
                GoType = goType ?? Prefix + items.GoType,
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
            ? CreateMap(values, owner, goType, FindMapType(json) == "atomic")
            : new TypeSchema(FieldType.Any, owner);
    }

    private TypeSchema CreateMap(JsonElement values, string owner, string? goType, bool isAtomic)
    {
        const string Prefix = "map[string]";
        var valueType = goType?.StartsWith(Prefix, StringComparison.Ordinal) == true ? goType[Prefix.Length..] : null;
        var type = CreateSchema(values, owner, valueType);
        return new TypeSchema(FieldType.Map, owner)
        {
            Values = type,
            IsAtomic = isAtomic,
            GoType = goType ?? Prefix + type.GoType,
        };
    }

    private static TypeSchema WithAtomic(TypeSchema type, bool isAtomic)
    {
        var copy = new TypeSchema(type.Type, type.Name)
        {
            GoType = type.GoType,
            Items = type.Items,
            Values = type.Values,
            MapKeys = type.MapKeys,
            IsAtomic = isAtomic,
        };
        copy.SetFields(type.Fields);
        return copy;
    }

    private static string? FindMapType(JsonElement json) =>
        json.TryGetProperty("x-kubernetes-map-type", out var mapType) ? mapType.GetString() : null;

    private static FieldType? FindScalarType(JsonElement json)
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

    private static string GetScalarName(JsonElement json) =>
        json.GetProperty("type").GetString() switch
        {
            "integer" => json.TryGetProperty("format", out var format) ? format.GetString()! : "int64",
            "number" => "float64",
            "boolean" => "bool",
            _ => "string",
        };
}
