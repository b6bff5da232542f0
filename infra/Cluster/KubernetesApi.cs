using System.Collections.Immutable;

namespace Infra.Backend.Cluster;

/// <summary>Where the Kubernetes API answers. Its address is no pod's, so policies can name its ports only.</summary>
internal static class KubernetesApi
{
    /// <summary>The Service's port and the port behind it: which of the two a policy sees depends on the network plug-in.</summary>
    public static ImmutableArray<int> Ports { get; } = [443, 6443];
}
