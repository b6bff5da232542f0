using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>A further Service with the same pods, such as one for clients outside the cluster.</summary>
internal sealed record AdditionalServiceSettings : ServiceSpecSettings
{
    /// <summary>How it is exposed.</summary>
    /// <value>clusterIp</value>
    /// <remarks>The Service's <c>type</c>.</remarks>
    /// <example>traffic: {services: {web-external: {expose: loadBalancer}}}</example>
    public Exposure Expose { get; init; } = Exposure.ClusterIp;

    /// <summary>The ports that it has, by their names in <c>ports</c>.</summary>
    /// <value>those of the service's own Service</value>
    /// <remarks>The Service's <c>ports</c>. It may have ports of a sidecar that the service's own Service does not have.</remarks>
    /// <example>traffic: {services: {web-external: {expose: loadBalancer, ports: [http]}}}</example>
    public ImmutableArray<AdditionalPortSettings> Ports { get; init; } = [];

    /// <summary>How long a client keeps its pod.</summary>
    /// <value>never: each connection may reach another pod</value>
    /// <remarks>The Service's <c>sessionAffinity: ClientIP</c> and its <c>timeoutSeconds</c>.</remarks>
    /// <example>traffic: {services: {web-external: {expose: loadBalancer, stickyFor: 1h}}}</example>
    public TimeSpan? StickyFor { get; init; }

    /// <summary>Labels, by key, in addition to those of all objects of the service.</summary>
    /// <value>none</value>
    /// <remarks>The Service's <c>metadata.labels</c>.</remarks>
    /// <example>traffic: {services: {web-external: {labels: {tier: edge}}}}</example>
    public IReadOnlyDictionary<string, Text> Labels { get; init; } = ImmutableDictionary<string, Text>.Empty;

    /// <summary>Annotations, by key, in addition to those of all objects of the service.</summary>
    /// <value>none</value>
    /// <remarks>The Service's <c>metadata.annotations</c>, such as the options of a provider's load balancer.</remarks>
    /// <example>traffic: {services: {web-external: {annotations: {external-dns.alpha.kubernetes.io/hostname: shop.example.com}}}}</example>
    public IReadOnlyDictionary<string, Text> Annotations { get; init; } = ImmutableDictionary<string, Text>.Empty;
}

/// <summary>A port of an additional Service.</summary>
[ShortForm(nameof(Name), KeepsPath = true)]
internal sealed record AdditionalPortSettings
{
    /// <summary>The name of the port in <c>ports</c> of the service or of a sidecar, which is also its name in the Service.</summary>
    /// <remarks>The port's <c>name</c> and <c>targetPort</c>.</remarks>
    /// <example>traffic: {services: {web-external: {ports: [{name: http, service: 80}]}}}</example>
    public required string Name { get; init; }

    /// <summary>The port of this Service.</summary>
    /// <value>that of the service's own Service, or else the container's</value>
    /// <remarks>The Service's <c>port</c>.</remarks>
    /// <example>traffic: {services: {web-external: {ports: [{name: http, service: 80}]}}}</example>
    [Range(1, 65535)]
    public int? Service { get; init; }

    /// <summary>The port on every node, from 30000 to 32767 (Kubernetes' default range).</summary>
    /// <value>chosen by the cluster</value>
    /// <remarks>The Service's <c>nodePort</c>, with <c>expose: nodePort</c> or <c>loadBalancer</c>.</remarks>
    /// <example>traffic: {services: {web-nodes: {expose: nodePort, ports: [{name: http, nodePort: 30080}]}}}</example>
    [Range(30000, 32767)]
    public int? NodePort { get; init; }
}
