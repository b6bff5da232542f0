using Infra.Engine.Kubernetes;

namespace Infra.Cli.Clusters;

/// <summary>How to bring a feature that a cluster lacks: by itself, or by an option of the stack.</summary>
internal sealed class FeatureInstallations(ClusterDirectory clusters)
{
    private const string Addons = "cluster.addons.";
    private const string CertManager = Addons + "certManager";
    private const string Gateway = Addons + "gateway";

    /// <summary>What a simulated cluster plays itself, or nothing on it waits for.</summary>
    private static readonly ClusterFeature[] _simulated =
    [
        ClusterFeature.IngressClass,
        ClusterFeature.GatewayClass,
        ClusterFeature.CertManager,
        ClusterFeature.ExternalDns,
    ];

    /// <summary>The option that brings the kinds of a group; null if none does.</summary>
    public static string? FindOption(string apiVersion) =>
        apiVersion.Split('/')[0] switch
        {
            "cert-manager.io" or "acme.cert-manager.io" => CertManager,
            "gateway.networking.k8s.io" => Gateway,
            _ => null,
        };

    /// <summary>Describes how to bring a feature, as part of a sentence; null if the cluster does well without.</summary>
    public string? Describe(MissingFeature missing) =>
        missing.Kubeconfig is { } kubeconfig && clusters.FindByKubeconfig(kubeconfig) is not null && _simulated.Contains(missing.Feature)
            ? null
            : (missing.Feature, missing.Name) switch
            {
                (ClusterFeature.ResourceMetrics, _) => Install("metrics-server", "metricsServer"),
                (ClusterFeature.CustomMetrics, _) =>
                    "install an adapter of metrics such as prometheus-adapter, or let `manifests` bring it",
                (ClusterFeature.ExternalMetrics, _) => "install KEDA or another adapter of external metrics, or let `manifests` bring it",
                (ClusterFeature.IngressClass, null) => $"{Install("an ingress controller", "ingress")}, and name its class",
                (ClusterFeature.IngressClass, _) => $"{Install("its controller", "ingress")}, or name a class of the cluster",
                (ClusterFeature.GatewayClass, _) => $"{Install("its controller", "gateway")}, or name a class of the cluster",
                (ClusterFeature.StorageClass, null) => $"{Install("a driver of volumes", "csiDriver")}, or name a class of the cluster",
                (ClusterFeature.StorageClass, _) => $"{Install("its driver", "csiDriver")}, or name a class of the cluster",
                (ClusterFeature.CertManager, _) => Install("cert-manager", "certManager"),
                _ => Install("external-dns", "externalDns"),
            };

    private static string Install(string what, string option) => $"install {what}, or let `{Addons}{option}` bring it";
}
