using System.Collections.Immutable;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings;

/// <summary>
/// What a cluster needs beside its nodes, deployed before the namespace of the services. The manifests are files of the project: nothing is
/// fetched.
/// </summary>
internal sealed record AddonsSettings
{
    /// <summary>The server of resource metrics, which autoscalers and <c>kubectl top</c> ask.</summary>
    /// <value>none: the cluster has one, or nothing needs it</value>
    /// <remarks>The objects of its manifests, with an APIService for <c>metrics.k8s.io</c>.</remarks>
    /// <example>addons: {metricsServer: {version: v0.8.0, manifests: addons/metrics-server}}</example>
    public AddonSettings? MetricsServer { get; init; }

    /// <summary>A controller of Ingresses.</summary>
    /// <value>none: the cluster has one, or nothing needs it</value>
    /// <remarks>The objects of its manifests, with an IngressClass.</remarks>
    /// <example>addons: {ingress: {version: v1.13.2, manifests: addons/ingress-nginx.yaml}}</example>
    public AddonSettings? Ingress { get; init; }

    /// <summary>A controller of the Gateway API.</summary>
    /// <value>none: the cluster has one, or nothing needs it</value>
    /// <remarks>
    /// The objects of its manifests: those of the controller, and the definitions of the Gateway API and a GatewayClass where neither the
    /// cluster nor the controller has them.
    /// </remarks>
    /// <example>addons: {gateway: {version: v1.5.1, manifests: addons/envoy-gateway}}</example>
    public AddonSettings? Gateway { get; init; }

    /// <summary>cert-manager, which issues certificates.</summary>
    /// <value>none: the cluster has one, or nothing needs it</value>
    /// <remarks>The objects of its manifests, with the definitions of the group <c>cert-manager.io</c>.</remarks>
    /// <example>addons: {certManager: {version: v1.18.2, manifests: addons/cert-manager.yaml}}</example>
    public AddonSettings? CertManager { get; init; }

    /// <summary>external-dns, which writes DNS records for hosts.</summary>
    /// <value>none: the cluster has one, or nothing needs it</value>
    /// <remarks>The objects of its manifests, with a Deployment of it.</remarks>
    /// <example>addons: {externalDns: {version: v0.18.0, manifests: addons/external-dns, namespace: external-dns}}</example>
    public AddonSettings? ExternalDns { get; init; }

    /// <summary>A driver of volumes (CSI) with its storage classes.</summary>
    /// <value>none: the cluster has one, or nothing needs it</value>
    /// <remarks>The objects of its manifests, with a StorageClass.</remarks>
    /// <example>addons: {csiDriver: {version: v4.11.0, manifests: addons/csi-driver-nfs}}</example>
    public AddonSettings? CsiDriver { get; init; }

    /// <summary>The add-ons that are set, by their keys.</summary>
    internal IEnumerable<(string Key, AddonSettings Settings)> All =>
        from addon in new (string Key, AddonSettings? Settings)[]
        {
            ("metricsServer", MetricsServer),
            ("ingress", Ingress),
            ("gateway", Gateway),
            ("certManager", CertManager),
            ("externalDns", ExternalDns),
            ("csiDriver", CsiDriver),
        }
        where addon.Settings is not null
        select (addon.Key, addon.Settings);

    /// <summary>The add-ons, each as <paramref name="change"/> returns it.</summary>
    internal AddonsSettings Change(Func<string, AddonSettings, AddonSettings> change)
    {
        return new AddonsSettings
        {
            MetricsServer = Apply("metricsServer", MetricsServer),
            Ingress = Apply("ingress", Ingress),
            Gateway = Apply("gateway", Gateway),
            CertManager = Apply("certManager", CertManager),
            ExternalDns = Apply("externalDns", ExternalDns),
            CsiDriver = Apply("csiDriver", CsiDriver),
        };

        AddonSettings? Apply(string key, AddonSettings? addon) => addon is null ? null : change(key, addon);
    }
}

/// <summary>One add-on of a cluster.</summary>
internal sealed record AddonSettings
{
    /// <summary>Its version: the tag of its own image, with or without the <c>v</c>.</summary>
    /// <remarks>Nothing by itself: an image of the manifests must have this tag, and no other tag elsewhere.</remarks>
    /// <example>version: v0.8.0</example>
    public required string Version { get; init; }

    /// <summary>Its manifests: files, folders and patterns as for the stack's <c>manifests</c>, one or a list.</summary>
    /// <remarks>
    /// The objects of all YAML and JSON files, with the stack's labels and annotations. Their images come from the stack's
    /// <c>images.registry</c>.
    /// </remarks>
    /// <example>manifests: [addons/cert-manager.crds.yaml, addons/cert-manager]</example>
    [OneOrMany]
    public required ImmutableArray<string> Manifests { get; init; }

    /// <summary>The digests of its images, by their names without tags. If there are any, each image must have one.</summary>
    /// <value>those written in the manifests</value>
    /// <remarks>The <c>image</c> of the containers.</remarks>
    /// <example>digests: {registry.k8s.io/metrics-server/metrics-server: "sha256:89258156d0e9…"}</example>
    public IReadOnlyDictionary<string, string> Digests { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// The namespace of objects that name none. It is created if it is not Kubernetes' own and none of the manifests has it.
    /// </summary>
    /// <value>kube-system</value>
    /// <remarks>The <c>metadata.namespace</c> of the objects, and a Namespace.</remarks>
    /// <example>namespace: external-dns</example>
    public string? Namespace { get; init; }

    /// <summary>The objects of the manifests, read when the settings are loaded.</summary>
    internal ImmutableArray<ManifestObject> Objects { get; init; } = [];
}
