using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Pulumi.Kubernetes.ApiExtensions;

/// <summary>
/// The arguments of a custom resource. Derive a class for each kind, with its own fields, e.g. <c>spec</c>.
/// </summary>
public abstract class CustomResourceArgs : ResourceArgs
{
    /// <summary>Arguments for objects of one kind.</summary>
    /// <param name="apiVersion">The group and version, e.g. <c>monitoring.coreos.com/v1</c>.</param>
    /// <param name="kind">The kind, e.g. <c>ServiceMonitor</c>.</param>
    protected CustomResourceArgs(string apiVersion, string kind)
    {
        ApiVersion = apiVersion;
        Kind = kind;
        Type = $"kubernetes:{apiVersion}:{kind}";
    }

    /// <summary>The group and version, e.g. <c>monitoring.coreos.com/v1</c>.</summary>
    [Input("apiVersion")]
    public Input<string> ApiVersion { get; }

    /// <summary>The kind, e.g. <c>ServiceMonitor</c>.</summary>
    [Input("kind")]
    public Input<string> Kind { get; }

    /// <summary>Name, namespace, labels and annotations.</summary>
    [Input("metadata")]
    public Input<ObjectMetaArgs>? Metadata { get; set; }

    /// <summary>The type token. It cannot be derived from the inputs above, which may be outputs.</summary>
    internal string Type { get; }
}
