using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Previews.Features;

/// <summary>Finds what an object needs of its cluster. What is unknown in a preview needs nothing.</summary>
internal static class ObjectNeeds
{
    private const string GatewayGroup = "gateway.networking.k8s.io";
    private const string FormerIngressClass = "kubernetes.io/ingress.class";
    private const string ExternalDns = "external-dns.alpha.kubernetes.io/";

    private static readonly string[] Issuers = ["cert-manager.io/cluster-issuer", "cert-manager.io/issuer", "kubernetes.io/tls-acme"];

    /// <summary>The kinds whose annotations external-dns reads.</summary>
    private static readonly string[] DnsSources = ["Gateway", "HTTPRoute", "Ingress", "Service", "TLSRoute"];

    private static readonly string[][] PodSpecs =
    [
        ["spec", "template", "spec"],
        ["spec", "jobTemplate", "spec", "template", "spec"],
    ];

    /// <summary>Finds the needs of an object.</summary>
    public static IEnumerable<ClusterNeed> Find(JsonObject manifest) =>
        FindOwn(manifest, manifest.Type()).Concat(FindAnnotated(manifest, manifest.Type())).Distinct();

    private static IEnumerable<ClusterNeed> FindOwn(JsonObject manifest, GroupVersionKind type) =>
        (type.Group, type.Kind) switch
        {
            ("autoscaling", "HorizontalPodAutoscaler") => FindMetrics(manifest),
            ("networking.k8s.io", "Ingress") => FindIngressClass(manifest),
            (GatewayGroup, "Gateway") => Named(ClusterFeature.GatewayClass, manifest.At("spec", "gatewayClassName")),
            ("", "PersistentVolumeClaim") => FindStorageClass(manifest["spec"]),
            ("apps", "StatefulSet") => manifest
                .Objects("spec", "volumeClaimTemplates")
                .SelectMany(claim => FindStorageClass(claim["spec"]))
                .Concat(FindEphemeral(manifest)),
            ("apps", _) or ("batch", _) => FindEphemeral(manifest),
            ("", "Pod") => FindEphemeral(manifest["spec"]),
            _ => [],
        };

    private static IEnumerable<ClusterNeed> FindMetrics(JsonObject scaler)
    {
        // The first version has one target, of the CPU.
        if (scaler.Type().Version == "v1")
        {
            return [new ClusterNeed(ClusterFeature.ResourceMetrics)];
        }

        var types = scaler.Objects("spec", "metrics").Select(metric => metric.Text("type")).ToArray();
        return types.Length == 0 && !Unknowns.In(scaler.At("spec", "metrics"))
            ? [new ClusterNeed(ClusterFeature.ResourceMetrics)]
            : types.SelectMany<string?, ClusterNeed>(metric =>
                metric switch
                {
                    "Resource" or "ContainerResource" => [new ClusterNeed(ClusterFeature.ResourceMetrics)],
                    "Pods" or "Object" => [new ClusterNeed(ClusterFeature.CustomMetrics)],
                    "External" => [new ClusterNeed(ClusterFeature.ExternalMetrics)],
                    _ => [],
                }
            );
    }

    private static IEnumerable<ClusterNeed> FindIngressClass(JsonObject ingress) =>
        ingress.At("spec", "ingressClassName") is { } name ? Named(ClusterFeature.IngressClass, name)
        : ingress.At("metadata", "annotations", FormerIngressClass) is null ? [new ClusterNeed(ClusterFeature.IngressClass)]
        : [];

    private static IEnumerable<ClusterNeed> FindEphemeral(JsonObject workload) =>
        PodSpecs.SelectMany(path => FindEphemeral(workload.At(path)));

    private static IEnumerable<ClusterNeed> FindEphemeral(JsonNode? pod) =>
        pod.Objects("volumes")
            .Where(volume => volume.At("ephemeral", "volumeClaimTemplate") is JsonObject)
            .SelectMany(volume => FindStorageClass(volume.At("ephemeral", "volumeClaimTemplate", "spec")));

    /// <summary>
    /// A claim with an empty class, or with the name of its volume, is bound to a volume that an administrator has created.
    /// </summary>
    private static IEnumerable<ClusterNeed> FindStorageClass(JsonNode? claim) =>
        claim is not JsonObject || claim.Text("volumeName") is { Length: > 0 } ? []
        : claim.At("storageClassName") is { } name ? Named(ClusterFeature.StorageClass, name)
        : [new ClusterNeed(ClusterFeature.StorageClass)];

    private static IEnumerable<ClusterNeed> Named(ClusterFeature feature, JsonNode? name) =>
        name is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 && !Unknowns.IsUnknown(value)
            ? [new ClusterNeed(feature, text)]
            : [];

    private static IEnumerable<ClusterNeed> FindAnnotated(JsonObject manifest, GroupVersionKind type)
    {
        if (manifest.At("metadata", "annotations") is not JsonObject annotations)
        {
            yield break;
        }

        if (type.Kind is "Ingress" or "Gateway" && Issuers.Any(annotations.ContainsKey))
        {
            yield return new ClusterNeed(ClusterFeature.CertManager);
        }

        if (DnsSources.Contains(type.Kind) && annotations.Any(entry => entry.Key.StartsWith(ExternalDns, StringComparison.Ordinal)))
        {
            yield return new ClusterNeed(ClusterFeature.ExternalDns);
        }
    }
}
