using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Network;

/// <summary>Finds the Services that are reachable from the internet.</summary>
internal static class LoadBalancers
{
    private static readonly string[] Everyone = ["0.0.0.0/0", "::/0"];

    private static readonly (string Annotation, string Value)[] Internal =
    [
        ("service.beta.kubernetes.io/aws-load-balancer-internal", "true"),
        ("service.beta.kubernetes.io/aws-load-balancer-scheme", "internal"),
        ("service.beta.kubernetes.io/azure-load-balancer-internal", "true"),
        ("networking.gke.io/load-balancer-type", "Internal"),
        ("cloud.google.com/load-balancer-type", "Internal"),
        ("service.beta.kubernetes.io/oci-load-balancer-internal", "true"),
        ("service.beta.kubernetes.io/openstack-internal-load-balancer", "true"),
    ];

    public static bool IsPublic(KubernetesObject item)
    {
        if (!item.Is("Service") || item.Spec["type"].Text != "LoadBalancer")
        {
            return false;
        }

        var ranges = item.Spec["loadBalancerSourceRanges"];
        return (ranges.Count == 0 || ranges.Items.Any(range => Everyone.Contains(range.Text)))
            && !Array.Exists(Internal, mark =>
                string.Equals(item.Metadata["annotations"][mark.Annotation].Text, mark.Value, StringComparison.OrdinalIgnoreCase)
            );
    }
}
