using System.Collections.Frozen;

namespace Infra.Backend.Planning.K3s;

/// <summary>
/// The labels that a kubelet may set on its own Node: the rule of Kubernetes' <c>pkg/kubelet/apis</c>. A kubelet with another one does not
/// start; the stack sets those through the API.
/// </summary>
internal static class KubeletLabels
{
    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        "kubernetes.io/hostname",
        "kubernetes.io/arch",
        "kubernetes.io/os",
        "beta.kubernetes.io/arch",
        "beta.kubernetes.io/os",
        "beta.kubernetes.io/instance-type",
        "node.kubernetes.io/instance-type",
        "failure-domain.beta.kubernetes.io/region",
        "failure-domain.beta.kubernetes.io/zone",
        "topology.kubernetes.io/region",
        "topology.kubernetes.io/zone"
    );

    public static bool MaySet(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var domain = slash < 0 ? "" : key[..slash];
        return !(IsIn(domain, "kubernetes.io") || IsIn(domain, "k8s.io"))
            || IsIn(domain, "kubelet.kubernetes.io")
            || IsIn(domain, "node.kubernetes.io")
            || Known.Contains(key);
    }

    private static bool IsIn(string domain, string parent) => domain == parent || domain.EndsWith($".{parent}", StringComparison.Ordinal);
}
