using Infra.Generator.Packages;

namespace Infra.Generator.Kubernetes;

/// <summary>Converts names of Kubernetes to C#.</summary>
internal static class KubernetesNames
{
    public const string Root = "Pulumi.Kubernetes";

    /// <summary>Groups whose names consist of several words; other names are only capitalized.</summary>
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

    /// <summary>The name of a field on Pulumi's wire, which allows no hyphens.</summary>
    public static string Wire(string field) => field.Replace('-', '_');

    /// <summary>The property of a field. C# allows neither a member with the name of its class nor <c>$</c>.</summary>
    public static string Property(string field, string kind)
    {
        var name = CSharpName.Capital(Wire(field.TrimStart('$')));
        return name == kind ? name + "Value" : name;
    }

    private static string Module(KubernetesSchema.Definition definition) =>
        $"{Groups.GetValueOrDefault(definition.Group, CSharpName.Capital(definition.Group))}.{CSharpName.Capital(definition.Version)}";
}
