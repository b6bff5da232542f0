using System.Collections.Immutable;

namespace Infra.Backend.Planning;

/// <summary>The Kubernetes API as network policies see it. No pod has its address, so policies can only name its ports.</summary>
internal static class KubernetesApi
{
    /// <summary>
    /// The port of the Service <c>kubernetes</c> and the port behind it: the network plug-in decides which of them a policy applies to.
    /// </summary>
    public static ImmutableArray<int> Ports { get; } = [443, 6443];
}
