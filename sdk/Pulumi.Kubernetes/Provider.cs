namespace Pulumi.Kubernetes;

/// <summary>A provider for one cluster.</summary>
[KubernetesResourceType("pulumi:providers:kubernetes")]
public class Provider : ProviderResource
{
    /// <summary>Registers the provider.</summary>
    /// <param name="name">The name in the stack, unique among the providers of this package.</param>
    /// <param name="args">Where the cluster is and how to treat it.</param>
    /// <param name="options">How the resource is to be treated.</param>
    public Provider(string name, ProviderArgs? args = null, CustomResourceOptions? options = null)
        : base("kubernetes", name, args ?? new ProviderArgs(), PackageDefaults.Options(options, "")) { }
}
