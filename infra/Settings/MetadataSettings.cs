using System.Collections.Immutable;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>Labels and annotations of one kind of object.</summary>
internal sealed record MetadataSettings
{
    /// <summary>Labels, by key.</summary>
    /// <value>none</value>
    /// <remarks>The object's <c>metadata.labels</c>, beside those that identify the service. Selectors never use them.</remarks>
    /// <example>objects: {pod: {labels: {sidecar.istio.io/inject: "true"}}}</example>
    public IReadOnlyDictionary<string, Text> Labels { get; init; } = ImmutableDictionary<string, Text>.Empty;

    /// <summary>Annotations, by key.</summary>
    /// <value>none</value>
    /// <remarks>The object's <c>metadata.annotations</c>.</remarks>
    /// <example>objects: {pod: {annotations: {prometheus.io/scrape: "true"}}}</example>
    public IReadOnlyDictionary<string, Text> Annotations { get; init; } = ImmutableDictionary<string, Text>.Empty;
}

/// <summary>Labels and annotations of single kinds of a service's objects, in addition to those of all its objects.</summary>
internal sealed record ServiceObjectSettings
{
    /// <summary>Those of its pods.</summary>
    /// <value>none</value>
    /// <remarks>The <c>metadata</c> of the pod template. A change rolls the pods.</remarks>
    /// <example>objects: {pod: {annotations: {cluster-autoscaler.kubernetes.io/safe-to-evict: "false"}}}</example>
    public MetadataSettings Pod { get; init; } = new();

    /// <summary>Those of its workload.</summary>
    /// <value>none</value>
    /// <remarks>The <c>metadata</c> of the Deployment, StatefulSet, DaemonSet, Job or CronJob.</remarks>
    /// <example>objects: {workload: {annotations: {reloader.stakater.com/auto: "true"}}}</example>
    public MetadataSettings Workload { get; init; } = new();

    /// <summary>Those of the Service that its callers use.</summary>
    /// <value>none</value>
    /// <remarks>The Service's <c>metadata</c>. Headless Services that address single pods do not get them.</remarks>
    /// <example>objects: {service: {annotations: {service.beta.kubernetes.io/aws-load-balancer-scheme: internal}}}</example>
    public MetadataSettings Service { get; init; } = new();

    /// <summary>Those of its ServiceAccount.</summary>
    /// <value>none</value>
    /// <remarks>The ServiceAccount's <c>metadata</c>.</remarks>
    /// <example>objects: {serviceAccount: {labels: {azure.workload.identity/use: "true"}}}</example>
    public MetadataSettings ServiceAccount { get; init; } = new();

    /// <summary>Those of the route that leads requests from outside to it.</summary>
    /// <value>none</value>
    /// <remarks>The <c>metadata</c> of the HTTPRoute, GRPCRoute or Ingress, if the stack's load balancer has one for it.</remarks>
    /// <example>objects: {route: {annotations: {external-dns.alpha.kubernetes.io/ttl: "60"}}}</example>
    public MetadataSettings Route { get; init; } = new();
}
