namespace Pulumi.Kubernetes;

/// <summary>The connection to one cluster, and how objects are managed over it.</summary>
[KubernetesResourceType("pulumi:providers:kubernetes")]
public class Provider : ProviderResource
{
    /// <summary>Declares the provider.</summary>
    /// <param name="name">The name in the stack, unique among the providers of this package.</param>
    /// <param name="args">Where the cluster is and how to treat it.</param>
    /// <param name="options">How the resource is to be treated.</param>
    public Provider(string name, ProviderArgs? args = null, CustomResourceOptions? options = null)
        : base("kubernetes", name, args ?? new ProviderArgs(), PackageDefaults.Options(options, ""))
    {
    }
}
