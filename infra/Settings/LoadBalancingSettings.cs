using System.Collections.Immutable;
using Infra.Backend.Settings.Binding;
using Infra.Kubernetes;

namespace Infra.Backend.Settings;

/// <summary>The load balancer for requests from outside to the services that have hosts.</summary>
[ShortForm(nameof(Backend))]
internal sealed record LoadBalancingSettings
{
    /// <summary>The name of HAProxy's workload, which no service may have.</summary>
    internal const string Name = "load-balancer";

    /// <summary>The kind of load balancer.</summary>
    /// <value>services</value>
    /// <remarks>Nothing, a Gateway with routes, a Deployment of HAProxy, or an Ingress for each service.</remarks>
    /// <example>loadBalancing: haproxy</example>
    public LoadBalancer Backend { get; init; } = LoadBalancer.Services;

    /// <summary>The class of the Gateway, which decides which controller implements it.</summary>
    /// <value>**required** with <c>gatewayApi</c></value>
    /// <remarks>The Gateway's <c>gatewayClassName</c>.</remarks>
    /// <example>loadBalancing: {backend: gatewayApi, gatewayClass: envoy}</example>
    public string? GatewayClass { get; init; }

    /// <summary>
    /// The extension for settings that the Gateway API has no fields for: the algorithm, the maximum of connections, the ejection of
    /// failing pods.
    /// </summary>
    /// <value>none</value>
    /// <remarks>With <c>envoyGateway</c>, a BackendTrafficPolicy for each service with one of these settings.</remarks>
    /// <example>loadBalancing: {backend: gatewayApi, gatewayClass: envoy, policies: envoyGateway}</example>
    public GatewayPolicies Policies { get; init; } = GatewayPolicies.None;

    /// <summary>The release channel of the Gateway API's definitions in the cluster.</summary>
    /// <value>standard</value>
    /// <remarks>
    /// Only the experimental channel has retries of an HTTPRoute; a cluster with the standard channel rejects a route with them.
    /// </remarks>
    /// <example>loadBalancing: {backend: gatewayApi, gatewayClass: envoy, channel: experimental}</example>
    public GatewayChannel Channel { get; init; } = GatewayChannel.Standard;

    /// <summary>The class of the Ingresses, which decides which controller implements them.</summary>
    /// <value>the cluster's default class</value>
    /// <remarks>The <c>ingressClassName</c> of each Ingress.</remarks>
    /// <example>loadBalancing: {backend: ingress, ingressClass: nginx}</example>
    public string? IngressClass { get; init; }

    /// <summary>The service that answers the requests that no Ingress has a rule for.</summary>
    /// <value>none: the controller answers them</value>
    /// <remarks>
    /// An Ingress <c>load-balancer</c> with a <c>defaultBackend</c> and without rules, because controllers apply the default backend of an
    /// Ingress with rules to the hosts of these rules only. It has the labels and annotations of this service's route.
    /// </remarks>
    /// <example>loadBalancing: {backend: ingress, defaultBackend: web}</example>
    public string? DefaultBackend { get; init; }

    /// <summary>
    /// For each host the name of a Secret of type <c>kubernetes.io/tls</c> in the namespace. A wildcard host is for all hosts with one
    /// label in its place that have none of their own.
    /// </summary>
    /// <value>none: <c>tlsSecret</c> for all hosts</value>
    /// <remarks>
    /// The <c>tls</c> of the Ingresses: the hosts of a service with the same Secret form one entry. With cert-manager, services that share
    /// a host should share the Secret, and hosts of different services should have different ones.
    /// </remarks>
    /// <example>loadBalancing: {backend: ingress, tls: {shop.example.com: shop-tls, "*.example.com": wildcard-tls}}</example>
    public IReadOnlyDictionary<string, string> Tls { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How HAProxy is exposed.</summary>
    /// <value>loadBalancer</value>
    /// <remarks>The <c>type</c> of the Service <c>load-balancer</c>.</remarks>
    /// <example>loadBalancing: {backend: haproxy, expose: nodePort}</example>
    public Exposure Expose { get; init; } = Exposure.LoadBalancer;

    /// <summary>HAProxy's image.</summary>
    /// <value><c>haproxy:3.0</c></value>
    /// <remarks>The <c>image</c> of the Deployment <c>load-balancer</c>.</remarks>
    /// <example>loadBalancing: {backend: haproxy, image: "haproxy:3.0.7"}</example>
    public ImageSettings Image { get; init; } = new() { Reference = ImageReference.Parse("haproxy:3.0") };

    /// <summary>The requests and limits of each HAProxy.</summary>
    /// <value>the size <c>small</c></value>
    /// <remarks>The <c>resources</c> of the Deployment <c>load-balancer</c>.</remarks>
    /// <example>loadBalancing: {backend: haproxy, resources: medium}</example>
    public ResourceSettings Resources { get; init; } = new();

    /// <summary>The autoscaler of HAProxy.</summary>
    /// <value>minimum replicas from the stack's fault tolerance, and five times as many at most</value>
    /// <remarks>The HorizontalPodAutoscaler <c>load-balancer</c>.</remarks>
    /// <example>loadBalancing: {backend: haproxy, scaling: {min: 3, max: 12}}</example>
    public ScalingSettings? Scaling { get; init; }

    /// <summary>
    /// The name of a Secret of type <c>kubernetes.io/tls</c> in the namespace. With it HAProxy and a Gateway accept TLS only; with
    /// Ingresses it is for the hosts that have none of their own in <c>tls</c>.
    /// </summary>
    /// <value>none: plain HTTP</value>
    /// <remarks>
    /// HAProxy reads the certificate when it starts: restart it after a renewal with <c>kubectl rollout restart
    /// deployment/load-balancer</c>.
    /// </remarks>
    /// <example>loadBalancing: {backend: haproxy, tlsSecret: shop-tls}</example>
    public string? TlsSecret { get; init; }
}

/// <summary>Kinds of load balancers.</summary>
internal enum LoadBalancer
{
    /// <summary>None: services are exposed by Services of their own, without routing by host or path and without retries.</summary>
    Services,

    /// <summary>A Gateway of the Gateway API, whose definitions and controller the cluster must have.</summary>
    GatewayApi,

    /// <summary>An HAProxy deployed with the stack and configured from the catalogue.</summary>
    Haproxy,

    /// <summary>An Ingress for each service, whose controller the cluster must have.</summary>
    Ingress,
}

/// <summary>Extensions of the Gateway API.</summary>
internal enum GatewayPolicies
{
    /// <summary>None: only the Gateway API, which every implementation supports.</summary>
    None,

    /// <summary>Envoy Gateway's BackendTrafficPolicy.</summary>
    EnvoyGateway,
}

/// <summary>The release channels of the Gateway API.</summary>
internal enum GatewayChannel
{
    /// <summary>Stable definitions only.</summary>
    Standard,

    /// <summary>Stable definitions and those that may still change.</summary>
    Experimental,
}
