using Pulumi.Kubernetes.Types.Outputs.Meta.V1;

namespace Pulumi.Kubernetes.ApiExtensions;

/// <summary>An object of a kind that a CustomResourceDefinition defines.</summary>
public class CustomResource : KubernetesResource
{
    /// <summary>Registers the object.</summary>
    /// <param name="name">The name in the stack, unique for its type.</param>
    /// <param name="args">The object: a class derived for its kind.</param>
    /// <param name="options">The options of the resource, e.g. its provider.</param>
    public CustomResource(string name, CustomResourceArgs args, CustomResourceOptions? options = null)
        : base(args.Type, name, args, options) { }

    /// <summary>The group and version, e.g. <c>monitoring.coreos.com/v1</c>.</summary>
    [Output("apiVersion")]
    public Output<string> ApiVersion { get; private set; } = null!;

    /// <summary>The kind, e.g. <c>ServiceMonitor</c>.</summary>
    [Output("kind")]
    public Output<string> Kind { get; private set; } = null!;

    /// <summary>Name, namespace, labels and annotations.</summary>
    [Output("metadata")]
    public Output<ObjectMeta> Metadata { get; private set; } = null!;
}
