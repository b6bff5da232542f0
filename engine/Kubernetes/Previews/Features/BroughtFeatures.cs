using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Previews.Features;

/// <summary>Finds what an object brings to its cluster.</summary>
internal static class BroughtFeatures
{
    private const string True = "true";

    /// <summary>The groups of APIs that other servers than Kubernetes' answer for.</summary>
    public static readonly IReadOnlyDictionary<ClusterFeature, string> Groups = new Dictionary<ClusterFeature, string>
    {
        [ClusterFeature.ResourceMetrics] = "metrics.k8s.io",
        [ClusterFeature.CustomMetrics] = "custom.metrics.k8s.io",
        [ClusterFeature.ExternalMetrics] = "external.metrics.k8s.io",
        [ClusterFeature.CertManager] = "cert-manager.io",
    };

    /// <summary>Finds what an object brings.</summary>
    public static IEnumerable<ClusterNeed> Find(JsonObject manifest)
    {
        var type = manifest.Type();
        return (type.Group, type.Kind) switch
        {
            ("apiregistration.k8s.io", "APIService") => OfGroup(manifest),
            ("apiextensions.k8s.io", "CustomResourceDefinition") => OfGroup(manifest),
            ("networking.k8s.io", "IngressClass") =>
            [
                new ClusterNeed(ClusterFeature.IngressClass, manifest.Name()),
                new ClusterNeed(ClusterFeature.IngressClass),
            ],
            ("gateway.networking.k8s.io", "GatewayClass") => [new ClusterNeed(ClusterFeature.GatewayClass, manifest.Name())],
            ("storage.k8s.io", "StorageClass") when IsDefault(manifest) =>
            [
                new ClusterNeed(ClusterFeature.StorageClass, manifest.Name()),
                new ClusterNeed(ClusterFeature.StorageClass),
            ],
            ("storage.k8s.io", "StorageClass") => [new ClusterNeed(ClusterFeature.StorageClass, manifest.Name())],

            // Volumes of an administrator have the name of a class that need not exist.
            ("", "PersistentVolume") when manifest.Text("spec", "storageClassName") is { Length: > 0 } name =>
            [
                new ClusterNeed(ClusterFeature.StorageClass, name),
            ],
            ("apps", "Deployment") when RunsExternalDns(manifest) => [new ClusterNeed(ClusterFeature.ExternalDns)],
            _ => [],
        };
    }

    /// <summary>Whether a StorageClass is the one of claims that name none.</summary>
    public static bool IsDefault(JsonObject storageClass) =>
        storageClass.Annotation("storageclass.kubernetes.io/is-default-class") == True
        || storageClass.Annotation("storageclass.beta.kubernetes.io/is-default-class") == True;

    private static IEnumerable<ClusterNeed> OfGroup(JsonObject manifest)
    {
        var group = manifest.Text("spec", "group");
        return Groups.Where(known => known.Value == group).Select(known => new ClusterNeed(known.Key));
    }

    private static bool RunsExternalDns(JsonObject deployment) =>
        deployment
            .Objects("spec", "template", "spec", "containers")
            .Any(container => container.Text("image")?.Contains("external-dns", StringComparison.Ordinal) == true);
}
