namespace Infra.Engine.Kubernetes.Previews.Features;

/// <summary>A feature that an object needs of its cluster, or brings.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Name">The name of the class; null for the default one, or for a feature without names.</param>
internal sealed record ClusterNeed(ClusterFeature Feature, string? Name = null)
{
    /// <summary>Says that the cluster lacks it, as a sentence without a full stop.</summary>
    public string Problem =>
        (Feature, Name) switch
        {
            (ClusterFeature.ResourceMetrics, _) => "the cluster does not serve resource metrics (metrics.k8s.io), so this cannot scale",
            (ClusterFeature.CustomMetrics, _) => "the cluster does not serve custom metrics (custom.metrics.k8s.io), so this cannot scale",
            (ClusterFeature.ExternalMetrics, _) =>
                "the cluster does not serve external metrics (external.metrics.k8s.io), so this cannot scale",
            (ClusterFeature.IngressClass, null) => "the cluster has no IngressClass, so no controller may answer for this Ingress",
            (ClusterFeature.IngressClass, var name) =>
                $"the cluster has no IngressClass '{name}', so no controller may answer for this Ingress",
            (ClusterFeature.GatewayClass, var name) =>
                $"the cluster has no GatewayClass '{name}', so no controller may answer for this Gateway",
            (ClusterFeature.StorageClass, null) => "the cluster has no default StorageClass, so this volume is not provisioned",
            (ClusterFeature.StorageClass, var name) => $"the cluster has no StorageClass '{name}', so this volume is not provisioned",
            (ClusterFeature.CertManager, _) => "the cluster has no cert-manager, so its annotations have no effect",
            _ => "no external-dns was found in the cluster, so its annotations have no effect",
        };
}
