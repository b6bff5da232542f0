namespace Pulumi.Kubernetes;

/// <summary>A provider for one cluster.</summary>
[KubernetesResourceType("pulumi:providers:kubernetes")]
public class Provider : ProviderResource
{
    /// <summary>Registers the provider.</summary>
    /// <param name="name">The name in the stack, unique among the providers of this package.</param>
    /// <param name="args">The cluster and how its objects are managed.</param>
    /// <param name="options">The options of the provider's resource, e.g. its aliases.</param>
    public Provider(string name, ProviderArgs? args = null, CustomResourceOptions? options = null)
        : base("kubernetes", name, args ?? new ProviderArgs(), PackageDefaults.Options(options, "")) { }
}
