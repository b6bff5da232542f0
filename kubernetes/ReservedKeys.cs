using System.Collections.Frozen;

namespace Infra.Kubernetes;

/// <summary>
/// The keys of labels and annotations that Kubernetes reserves: all below <c>kubernetes.io</c> and <c>k8s.io</c>
/// (https://kubernetes.io/docs/reference/labels-annotations-taints/). That page and the projects that own the subdomains document some of
/// them for users to set on workloads, pods, Services, ServiceAccounts and routes; those are not reserved here.
/// </summary>
public static class ReservedKeys
{
    private static readonly string[] ReservedDomains = ["kubernetes.io", "k8s.io"];

    /// <summary>Prefixes whose keys users set, with those of their subdomains.</summary>
    private static readonly string[] UserDomains =
    [
        // Recommended labels.
        "app.kubernetes.io",
        // Cloud providers' options of Services.
        "service.beta.kubernetes.io",
        "service.alpha.kubernetes.io",
        "service.kubernetes.io",
        // Ingress controllers: nginx.ingress.kubernetes.io, alb.ingress.kubernetes.io, ...
        "ingress.kubernetes.io",
        // The cluster autoscaler, external-dns, the descheduler, the CSI driver of secret stores, and other projects of interest groups.
        "cluster-autoscaler.kubernetes.io",
        "external-dns.kubernetes.io",
        "external-dns.alpha.kubernetes.io",
        "descheduler.alpha.kubernetes.io",
        "secrets-store.csi.k8s.io",
        "sigs.k8s.io",
    ];

    private static readonly FrozenSet<string> UserKeys = new[]
    {
        "addonmanager.kubernetes.io/mode",
        "controller.kubernetes.io/pod-deletion-cost",
        "experimental.windows.kubernetes.io/isolation-type",
        "kubectl.kubernetes.io/default-container",
        "kubectl.kubernetes.io/default-logs-container",
        "kubectl.kubernetes.io/restartedAt",
        "kubernetes.io/change-cause",
        "kubernetes.io/description",
        "kubernetes.io/egress-bandwidth",
        "kubernetes.io/enforce-mountable-secrets",
        "kubernetes.io/ingress-bandwidth",
        "kubernetes.io/ingress.class",
        "kubernetes.io/os",
        "scheduling.k8s.io/group-name",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Keys below the users' prefixes, and without a prefix, that the control plane sets.</summary>
    private static readonly FrozenSet<string> ControllerKeys = new[]
    {
        "service.kubernetes.io/headless",
        "service.kubernetes.io/load-balancer-cleanup",
        "controller-revision-hash",
        "controller-uid",
        "job-name",
        "pod-template-generation",
        "pod-template-hash",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether Kubernetes reserves a key for itself.</summary>
    public static bool Contains(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (ControllerKeys.Contains(key))
        {
            return true;
        }

        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var prefix = slash < 0 ? "" : key[..slash];
        return IsBelow(prefix, ReservedDomains) && !IsBelow(prefix, UserDomains) && !UserKeys.Contains(key);
    }

    private static bool IsBelow(string prefix, string[] domains) =>
        Array.Exists(domains, domain => prefix == domain || prefix.EndsWith('.' + domain, StringComparison.Ordinal));
}
