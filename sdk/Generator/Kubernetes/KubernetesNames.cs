using Infra.Generator.Packages;

namespace Infra.Generator.Kubernetes;

/// <summary>What Kubernetes' names become in C#.</summary>
internal static class KubernetesNames
{
    public const string Root = "Pulumi.Kubernetes";

    /// <summary>Groups of more than one word; the others only get a capital letter.</summary>
    private static readonly Dictionary<string, string> Groups = new()
    {
        ["admissionregistration"] = "AdmissionRegistration",
        ["apiextensions"] = "ApiExtensions",
        ["apiregistration"] = "ApiRegistration",
        ["flowcontrol"] = "FlowControl",
    };

    public static string ResourceNamespace(KubernetesSchema.Definition definition) => $"{Root}.{Module(definition)}";

    public static string InputNamespace(KubernetesSchema.Definition definition) => $"{Root}.Types.Inputs.{Module(definition)}";

    public static string OutputNamespace(KubernetesSchema.Definition definition) => $"{Root}.Types.Outputs.{Module(definition)}";

    public static string InputClass(KubernetesSchema.Definition definition) => definition.Kind + "Args";

    public static string FullInputClass(KubernetesSchema.Definition definition) =>
        $"global::{InputNamespace(definition)}.{InputClass(definition)}";

    public static string FullOutputClass(KubernetesSchema.Definition definition) =>
        $"global::{OutputNamespace(definition)}.{definition.Kind}";

    /// <summary>A field's name on Pulumi's wire: a hyphen cannot stand there.</summary>
    public static string Wire(string field) => field.Replace('-', '_');

    /// <summary>A field's property. C# forbids a member with the name of its class; <c>$</c> cannot stand in a name.</summary>
    public static string Property(string field, string kind)
    {
        var name = CSharpName.Capital(Wire(field.TrimStart('$')));
        return name == kind ? name + "Value" : name;
    }

    private static string Module(KubernetesSchema.Definition definition) =>
        $"{Groups.GetValueOrDefault(definition.Group, CSharpName.Capital(definition.Group))}.{CSharpName.Capital(definition.Version)}";
}
