namespace Infra.Engine.Kubernetes;

/// <summary>What objects need of a cluster beside their own kinds.</summary>
public enum ClusterFeature
{
    /// <summary>The API of the CPU and memory that pods use.</summary>
    ResourceMetrics,

    /// <summary>The API of custom metrics.</summary>
    CustomMetrics,

    /// <summary>The API of external metrics.</summary>
    ExternalMetrics,

    /// <summary>A class of Ingresses; any if it has no name.</summary>
    IngressClass,

    /// <summary>A class of Gateways.</summary>
    GatewayClass,

    /// <summary>A class of volumes; the default one if it has no name.</summary>
    StorageClass,

    /// <summary>cert-manager, for its annotations.</summary>
    CertManager,

    /// <summary>external-dns, for its annotations.</summary>
    ExternalDns,
}

/// <summary>A feature that a cluster lacks.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Name">The name of the class; null for none.</param>
/// <param name="Kubeconfig">The kubeconfig of the provider, a path or its content; null if it has none.</param>
public sealed record MissingFeature(ClusterFeature Feature, string? Name, string? Kubeconfig);
