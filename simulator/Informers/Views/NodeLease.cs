using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers.Views;

/// <summary>
/// The lease of a node, which its kubelet renews while the node is healthy. A simulated kubelet does not write each renewal: it marks the
/// lease when it falls silent, and a lease without the mark counts as just renewed.
/// </summary>
internal sealed class NodeLease(KubeObject source) : ObjectView(source)
{
    /// <summary>The namespace of the leases of nodes, each of which has its node's name.</summary>
    public const string LeaseNamespace = "kube-node-lease";

    /// <summary>The annotation of a lease whose kubelet is silent.</summary>
    public const string SilentAnnotation = "simulator.infra/silent";

    /// <summary>The last renewal of a kubelet that is silent; null for one that renews its lease.</summary>
    public DateTimeOffset? SilentSince { get; } = source.Annotations.ContainsKey(SilentAnnotation) ? source.Spec.Time("renewTime") : null;
}
