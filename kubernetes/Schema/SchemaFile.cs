using System.Reflection;
using System.Text.Json;

namespace Infra.Kubernetes.Schema;

/// <summary>
/// The condensed schema of a Kubernetes release (see README.md): the built-in resources, and the OpenAPI v2 definitions of their objects.
/// The file is embedded in the assembly and read on first use.
/// </summary>
public sealed class SchemaFile
{
    private const string ResourceName = "kubernetes-1.36.json";
    private const string DefinitionPrefix = "#/definitions/";

    private static readonly Lazy<SchemaFile> Shared = new(Load);

    private readonly Lazy<IReadOnlyDictionary<(string ApiVersion, string Kind), string>> _definitionNames;

    private SchemaFile(JsonElement root)
    {
        Version = Text(root, "kubernetes");
        Definitions = root.GetProperty("definitions");
        Groups = [.. root.GetProperty("groups").EnumerateArray().Select(ReadGroup)];
        Resources = [.. root.GetProperty("resources").EnumerateArray().Select(ReadResource)];
        _definitionNames = new(ReadDefinitionNames);
    }

    /// <summary>The schema, read on first use.</summary>
    public static SchemaFile Instance => Shared.Value;

    /// <summary>The release, such as <c>1.36</c>.</summary>
    public string Version { get; }

    /// <summary>The API groups in the order of discovery, the core group first.</summary>
    public IReadOnlyList<SchemaGroup> Groups { get; }

    /// <summary>The resources in all their versions, in the order of discovery.</summary>
    public IReadOnlyList<SchemaResource> Resources { get; }

    /// <summary>The definitions by name.</summary>
    public JsonElement Definitions { get; }

    /// <summary>
    /// The name of a kind's definition, including kinds that are not stored, such as <c>Scale</c>; null if the kind does not exist.
    /// </summary>
    public string? FindDefinition(string apiVersion, string kind) => _definitionNames.Value.GetValueOrDefault((apiVersion, kind));

    /// <summary>The name of the definition that a schema refers to with <c>$ref</c>; null if it does not refer to one.</summary>
    public static string? FindReference(JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference) ? reference.GetString()![DefinitionPrefix.Length..] : null;

    /// <summary>The strings of an array of a schema, such as <c>required</c> or <c>enum</c>; none if it is absent.</summary>
    public static IReadOnlyList<string> ReadStrings(JsonElement schema, string property) =>
        schema.TryGetProperty(property, out var array) ? [.. array.EnumerateArray().Select(item => item.GetString()!)] : [];

    private static SchemaFile Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourceName)!;
        return new SchemaFile(JsonDocument.Parse(stream).RootElement);
    }

    private static SchemaGroup ReadGroup(JsonElement json) =>
        new(Text(json, "name"), ReadStrings(json, "versions"), Text(json, "preferredVersion"));

    private static SchemaResource ReadResource(JsonElement json) =>
        new()
        {
            Group = Text(json, "group"),
            Version = Text(json, "version"),
            Kind = Text(json, "kind"),
            Plural = Text(json, "plural"),
            Singular = Text(json, "singular"),
            IsNamespaced = json.GetProperty("namespaced").GetBoolean(),
            Definition = Text(json, "definition"),
            Verbs = ReadStrings(json, "verbs"),
            ShortNames = ReadStrings(json, "shortNames"),
            Categories = ReadStrings(json, "categories"),
            Subresources = json.TryGetProperty("subresources", out var subresources)
                ? [.. subresources.EnumerateArray().Select(ReadSubresource)]
                : [],
        };

    private static SchemaSubresource ReadSubresource(JsonElement json) =>
        new(Text(json, "name"), Text(json, "group"), Text(json, "version"), Text(json, "kind"), ReadStrings(json, "verbs"));

    private static string Text(JsonElement json, string property) => json.GetProperty(property).GetString()!;

    private Dictionary<(string ApiVersion, string Kind), string> ReadDefinitionNames()
    {
        var names = new Dictionary<(string ApiVersion, string Kind), string>();
        foreach (var definition in Definitions.EnumerateObject())
        {
            if (!definition.Value.TryGetProperty("x-kubernetes-group-version-kind", out var kinds))
            {
                continue;
            }

            foreach (var kind in kinds.EnumerateArray())
            {
                var (group, version) = (Text(kind, "group"), Text(kind, "version"));
                names.TryAdd((group.Length == 0 ? version : $"{group}/{version}", Text(kind, "kind")), definition.Name);
            }
        }

        return names;
    }
}
