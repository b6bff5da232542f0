using System.Reflection;
using Pulumi;

namespace Infra.Backend.Patching;

/// <summary>
/// The arguments of any object of a service. Unlike a dictionary of arguments, whose values may not be outputs, the arguments may be of any
/// type.
/// </summary>
internal sealed class PatchedObjectArgs : ResourceArgs
{
    private static readonly Dictionary<string, PropertyInfo> Properties = typeof(PatchedObjectArgs)
        .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .ToDictionary(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..], StringComparer.Ordinal);

    /// <summary>The names of the fields.</summary>
    public static IReadOnlyCollection<string> Names => Properties.Keys;

    [Input("apiVersion")]
    public object? ApiVersion { get; set; }

    [Input("kind")]
    public object? Kind { get; set; }

    [Input("metadata")]
    public object? Metadata { get; set; }

    [Input("spec")]
    public object? Spec { get; set; }

    [Input("data")]
    public object? Data { get; set; }

    [Input("binaryData")]
    public object? BinaryData { get; set; }

    [Input("stringData")]
    public object? StringData { get; set; }

    [Input("type")]
    public object? Type { get; set; }

    [Input("immutable")]
    public object? Immutable { get; set; }

    [Input("rules")]
    public object? Rules { get; set; }

    [Input("roleRef")]
    public object? RoleRef { get; set; }

    [Input("subjects")]
    public object? Subjects { get; set; }

    [Input("automountServiceAccountToken")]
    public object? AutomountServiceAccountToken { get; set; }

    [Input("imagePullSecrets")]
    public object? ImagePullSecrets { get; set; }

    [Input("secrets")]
    public object? Secrets { get; set; }

    /// <summary>Sets a field by its name in Kubernetes.</summary>
    public void Set(string field, object? value) => Properties[field].SetValue(this, value);
}
