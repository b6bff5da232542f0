using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings;

/// <summary>What brings requests from outside to the services that have hosts.</summary>
[ShortForm(nameof(Backend))]
internal sealed record LoadBalancingSettings
{
    /// <summary>What the load balancer is called among the services.</summary>
    internal const string Name = "load-balancer";

    /// <summary>What does it.</summary>
    /// <value>services</value>
    /// <remarks>Nothing, a Gateway with routes, or a Deployment of HAProxy.</remarks>
    /// <example>loadBalancing: haproxy</example>
    public LoadBalancer Backend { get; init; } = LoadBalancer.Services;

    /// <summary>The class of the Gateway, which says who carries it out.</summary>
    /// <value>**required** with <c>gatewayApi</c></value>
    /// <remarks>The Gateway's <c>gatewayClassName</c>.</remarks>
    /// <example>loadBalancing: {backend: gatewayApi, gatewayClass: envoy}</example>
    public string? GatewayClass { get; init; }

    /// <summary>
    /// Whose policies say what the Gateway API has no words for: the algorithm, the most connections, the ejection of failing pods.
    /// </summary>
    /// <value>none</value>
    /// <remarks>With <c>envoyGateway</c>, a BackendTrafficPolicy for each service that asks for one of these.</remarks>
    /// <example>loadBalancing: {backend: gatewayApi, gatewayClass: envoy, policies: envoyGateway}</example>
    public GatewayPolicies Policies { get; init; } = GatewayPolicies.None;

    /// <summary>Which of the Gateway API's definitions the cluster has.</summary>
    /// <value>standard</value>
    /// <remarks>
    /// Retries of an HTTPRoute are in the experimental ones alone; a cluster that has the standard ones refuses a route that names them.
    /// </remarks>
    /// <example>loadBalancing: {backend: gatewayApi, gatewayClass: envoy, channel: experimental}</example>
    public GatewayChannel Channel { get; init; } = GatewayChannel.Standard;

    /// <summary>From how far away HAProxy can be reached.</summary>
    /// <value>loadBalancer</value>
    /// <remarks>The <c>type</c> of the Service <c>load-balancer</c>.</remarks>
    /// <example>loadBalancing: {backend: haproxy, expose: nodePort}</example>
    public Exposure Expose { get; init; } = Exposure.LoadBalancer;

    /// <summary>HAProxy's image.</summary>
    /// <value><c>haproxy:3.0</c></value>
    /// <remarks>The <c>image</c> of the Deployment <c>load-balancer</c>.</remarks>
    /// <example>loadBalancing: {backend: haproxy, image: "haproxy:3.0.7"}</example>
    public ImageSettings Image { get; init; } = new() { Reference = Values.ImageReference.Parse("haproxy:3.0") };

    /// <summary>What each HAProxy gets of the cluster's resources.</summary>
    /// <value>the size <c>small</c></value>
    /// <remarks>The <c>resources</c> of the Deployment <c>load-balancer</c>.</remarks>
    /// <example>loadBalancing: {backend: haproxy, resources: medium}</example>
    public ResourceSettings Resources { get; init; } = new();

    /// <summary>How many HAProxies there are.</summary>
    /// <value>from the stack's fault tolerance, up to five times as many</value>
    /// <remarks>The HorizontalPodAutoscaler <c>load-balancer</c>.</remarks>
    /// <example>loadBalancing: {backend: haproxy, scaling: {min: 3, max: 12}}</example>
    public ScalingSettings? Scaling { get; init; }

    /// <summary>
    /// The name of a Secret of type <c>kubernetes.io/tls</c> in the namespace; with it the load balancer speaks TLS and nothing else.
    /// </summary>
    /// <value>none: plain HTTP</value>
    /// <remarks>
    /// HAProxy reads the certificate when it starts: after a renewal, <c>kubectl rollout restart deployment/load-balancer</c>.
    /// </remarks>
    /// <example>loadBalancing: {backend: haproxy, tlsSecret: shop-tls}</example>
    public string? TlsSecret { get; init; }

    /// <summary>Whether requests from outside reach a service through the load balancer rather than through its own Service.</summary>
    internal bool Routes(ServiceSettings service) =>
        Backend != LoadBalancer.Services
        && service is { Port: not null, Traffic.Hosts.IsEmpty: false }
        && service.Traffic.ResolveExposure(Backend) is Exposure.ClusterIp or Exposure.Headless;
}

/// <summary>What brings requests from outside.</summary>
internal enum LoadBalancer
{
    /// <summary>The Services themselves, by kube-proxy and the cloud's load balancer: no routing by host or path, no retries.</summary>
    Services,

    /// <summary>A Gateway of the Gateway API, which the cluster and its gateway class have to know.</summary>
    GatewayApi,

    /// <summary>A HAProxy that comes with the stack, configured from the catalogue.</summary>
    Haproxy,
}

/// <summary>Extensions of the Gateway API.</summary>
internal enum GatewayPolicies
{
    /// <summary>The Gateway API and nothing else, which every implementation takes.</summary>
    None,

    /// <summary>Envoy Gateway's BackendTrafficPolicy.</summary>
    EnvoyGateway,
}

/// <summary>The release channels of the Gateway API.</summary>
internal enum GatewayChannel
{
    /// <summary>What is stable.</summary>
    Standard,

    /// <summary>What is stable, and what may still change.</summary>
    Experimental,
}
