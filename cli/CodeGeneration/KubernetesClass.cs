using System.Text.Json;
using Infra.Kubernetes.Schema;

namespace Infra.Cli.CodeGeneration;

/// <summary>A class of <c>Pulumi.Kubernetes</c>: the arguments of a kind or of a nested object, with the types of its properties.</summary>
internal sealed class KubernetesClass
{
    /// <summary>The alias of the package's namespace in generated code.</summary>
    private const string Root = "Kubernetes";

    private const string SchemaKind = "JSONSchemaProps";

    /// <summary>Groups whose names consist of several words; other names are only capitalized.</summary>
    private static readonly Dictionary<string, string> Groups = new()
    {
        ["admissionregistration"] = "AdmissionRegistration",
        ["apiextensions"] = "ApiExtensions",
        ["apiregistration"] = "ApiRegistration",
        ["flowcontrol"] = "FlowControl",
    };

    private readonly JsonElement _schema;
    private readonly string _kind;
    private readonly string _module;

    private KubernetesClass(string definition)
    {
        var parts = definition.Split('.');
        _schema = SchemaFile.Instance.Definitions.GetProperty(definition);
        _kind = parts[^1];
        _module = $"{Groups.GetValueOrDefault(parts[^3], Capitalize(parts[^3]))}.{Capitalize(parts[^2])}";
    }

    /// <summary>The class of the resource, for a definition of a kind.</summary>
    public string ResourceName => $"{Root}.{_module}.{_kind}";

    /// <summary>The class of the arguments.</summary>
    public string ArgumentsName => $"{Root}.Types.Inputs.{_module}.{_kind}Args";

    /// <summary>Finds the class of a kind; null where the package has none, as for custom resources.</summary>
    public static KubernetesClass? Find(string apiVersion, string kind) =>
        SchemaFile.Instance.Resources.Any(resource => resource.ApiVersion == apiVersion && resource.Kind == kind)
        && SchemaFile.Instance.FindDefinition(apiVersion, kind) is { } definition
            ? new KubernetesClass(definition)
            : null;

    /// <summary>Finds the class a schema refers to; null where its values are not objects with fields.</summary>
    public static KubernetesClass? Find(JsonElement schema) =>
        SchemaFile.FindReference(schema) switch
        {
            null => null,

            // A schema or something else, for example true: an object is a schema.
            var choice when choice.Contains($".{SchemaKind}Or", StringComparison.Ordinal) => new KubernetesClass(
                choice[..(choice.LastIndexOf('.') + 1)] + SchemaKind
            ),
            var definition when SchemaFile.Instance.Definitions.GetProperty(definition).TryGetProperty("properties", out _) =>
                new KubernetesClass(definition),
            _ => null,
        };

    /// <summary>The schema of a field; null where the class has no such property.</summary>
    public JsonElement? FindField(string name) =>
        _schema.TryGetProperty("properties", out var fields) && fields.TryGetProperty(name, out var field) ? field : null;

    /// <summary>The name of a field's property. C# allows neither a member with the name of its class nor <c>$</c>.</summary>
    public string GetProperty(string field)
    {
        var name = Capitalize(field.TrimStart('$').Replace('-', '_'));
        return name == _kind ? name + "Value" : name;
    }

    private static string Capitalize(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
