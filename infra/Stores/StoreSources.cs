using Pulumi.Kubernetes.Core.V1;

namespace Infra.Backend.Stores;

/// <summary>What the namespace of the drills gets from the one of the services.</summary>
/// <param name="buckets">The addresses of buckets that claims know.</param>
internal sealed class StoreSources(BucketAddresses buckets)
{
    /// <summary>The addresses of buckets that claims know.</summary>
    public BucketAddresses Buckets { get; } = buckets;

    /// <summary>The Secrets with drawn credentials, by name.</summary>
    public Dictionary<string, Secret> Secrets { get; } = new(StringComparer.Ordinal);
}
