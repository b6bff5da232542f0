using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators;

/// <summary>
/// The CustomResourceDefinitions of an operator, from the condensed files in this folder: what the operator publishes, but for
/// descriptions and CEL rules. A cluster has none until they are installed.
/// </summary>
public sealed class OperatorDefinitions
{
    private const string Prefix = "operators/";
    private const string Extension = ".json";
    private const string DefinitionPrefix = "#/definitions/";

    private static readonly Lazy<IReadOnlyList<OperatorDefinitions>> Shared = new(Load);

    private readonly JsonObject _file;

    private OperatorDefinitions(string name, JsonObject file)
    {
        Name = name;
        _file = file;
    }

    /// <summary>All operators, by name; read on first use.</summary>
    public static IReadOnlyList<OperatorDefinitions> All => Shared.Value;

    /// <summary>The name in commands, such as <c>cloudnative-pg</c>.</summary>
    public string Name { get; }

    /// <summary>The operator's own name, such as <c>CloudNativePG</c>.</summary>
    public string Title => _file.Text("operator")!;

    /// <summary>The version of the operator whose definitions these are.</summary>
    public string Version => _file.Text("version")!;

    /// <summary>The kinds, such as <c>Cluster</c>.</summary>
    public IReadOnlyList<string> Kinds => [.. _file.Objects("kinds").Select(kind => kind.Text("names", "kind")!).Distinct()];

    /// <summary>Finds the definition of a kind; null if no operator here has it.</summary>
    /// <param name="apiVersion">Group and version, such as <c>postgresql.cnpg.io/v1</c>.</param>
    /// <param name="kind">The kind.</param>
    public static JsonObject? Find(string apiVersion, string kind) =>
        All.FirstOrDefault(definitions => definitions.Defines(apiVersion, kind))
            ?.Create()
            .FirstOrDefault(definition =>
                definition.Text("spec", "names", "kind") == kind
                && apiVersion.StartsWith($"{definition.Text("spec", "group")}/", StringComparison.Ordinal)
            );

    /// <summary>Whether the operator has a kind in a version that it serves.</summary>
    public bool Defines(string apiVersion, string kind) =>
        _file
            .Objects("kinds")
            .Any(known => known.Text("names", "kind") == kind && $"{known.Text("group")}/{known.Text("version")}" == apiVersion);

    /// <summary>Creates the CustomResourceDefinitions.</summary>
    public IReadOnlyList<JsonObject> Create() =>
        [
            .. _file
                .Objects("kinds")
                .GroupBy(kind => $"{kind.Text("names", "plural")}.{kind.Text("group")}", StringComparer.Ordinal)
                .Select(versions => CreateDefinition(versions.Key, [.. versions])),
        ];

    private static IReadOnlyList<OperatorDefinitions> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var stream = assembly.GetManifestResourceStream(name)!;
                    return new OperatorDefinitions(name[Prefix.Length..^Extension.Length], JsonSerializer.Deserialize<JsonObject>(stream)!);
                }),
        ];
    }

    private JsonObject CreateDefinition(string name, IReadOnlyList<JsonObject> versions) =>
        new()
        {
            ["apiVersion"] = "apiextensions.k8s.io/v1",
            ["kind"] = "CustomResourceDefinition",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject
            {
                ["group"] = versions[0]["group"]!.DeepClone(),
                ["names"] = versions[0]["names"]!.DeepClone(),
                ["scope"] = versions[0]["scope"]!.DeepClone(),
                ["versions"] = new JsonArray([.. versions.Select(CreateVersion)]),
            },
        };

    private JsonObject CreateVersion(JsonObject kind)
    {
        var version = new JsonObject
        {
            ["name"] = kind["version"]!.DeepClone(),
            ["served"] = true,
            ["storage"] = kind["storage"]!.DeepClone(),
            ["schema"] = new JsonObject { ["openAPIV3Schema"] = Expand(GetDefinition(kind.Text("definition")!)) },
        };
        foreach (var optional in (string[])["subresources", "additionalPrinterColumns"])
        {
            if (kind[optional] is { } value)
            {
                version[optional] = value.DeepClone();
            }
        }

        return version;
    }

    private JsonObject GetDefinition(string name) => _file["definitions"]![name]!.AsObject();

    /// <summary>
    /// Replaces the references in <c>properties</c>, <c>items</c> and <c>additionalProperties</c>; there are none elsewhere.
    /// </summary>
    private JsonObject Expand(JsonObject schema)
    {
        if (schema["$ref"] is { } reference)
        {
            return Expand(GetDefinition(reference.GetValue<string>()[DefinitionPrefix.Length..]));
        }

        var result = new JsonObject();
        foreach (var (keyword, value) in schema)
        {
            result[keyword] = value switch
            {
                JsonObject properties when keyword == "properties" => new JsonObject(
                    properties.Select(property => KeyValuePair.Create<string, JsonNode?>(property.Key, Expand(property.Value!.AsObject())))
                ),
                JsonObject inner when keyword is "items" or "additionalProperties" => Expand(inner),
                _ => value?.DeepClone(),
            };
        }

        return result;
    }
}
