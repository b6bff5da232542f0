using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Json;

namespace Infra.Engine.Docker.Resources;

/// <summary>The types of the package: the schema from which the SDK's classes are generated.</summary>
internal sealed class ResourceSchema
{
    private const string ResourceName = "docker-schema.json";
    private const string TypePrefix = "#/types/";
    private static readonly Lazy<ResourceSchema> Instance = new(Load);

    private readonly JsonObject _resources;
    private readonly JsonObject _types;

    private ResourceSchema(JsonObject schema)
    {
        _resources = schema.Map("resources")!;
        _types = schema.Map("types")!;
    }

    /// <summary>The schema of the package.</summary>
    public static ResourceSchema Package => Instance.Value;

    /// <summary>The names of the input properties of a resource type, with their types.</summary>
    public JsonObject InputProperties(string token) => _resources.Map(token)!.Map("inputProperties")!;

    /// <summary>The names of the output properties of a resource type.</summary>
    public IEnumerable<string> OutputProperties(string token) => _resources.Map(token)!.Map("properties")!.Select(property => property.Key);

    /// <summary>The required inputs of a resource type.</summary>
    public IReadOnlyList<string> RequiredInputs(string token) => _resources.Map(token)!.Texts("requiredInputs");

    /// <summary>Finds the type that a property refers to; the type itself where it refers to none.</summary>
    public JsonObject Resolve(JsonObject type) => type.Text("$ref") is { } reference ? _types.Map(reference[TypePrefix.Length..])! : type;

    private static ResourceSchema Load()
    {
        using var stream = typeof(ResourceSchema).Assembly.GetManifestResourceStream(ResourceName)!;
        return new ResourceSchema(JsonSerializer.Deserialize<JsonObject>(stream)!);
    }
}
