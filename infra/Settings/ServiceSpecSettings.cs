using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Infra.Backend.Settings;

/// <summary>The fields of Kubernetes' ServiceSpec that every exposed or internal Service of a service may have.</summary>
internal abstract record ServiceSpecSettings
{
    /// <summary>Which nodes forward connections from outside the cluster.</summary>
    /// <value>cluster; local if HAProxy needs the clients' addresses</value>
    /// <remarks>
    /// The Service's <c>externalTrafficPolicy</c>. Kubernetes allows it only for Services of type NodePort and LoadBalancer.
    /// </remarks>
    /// <example>traffic: {expose: loadBalancer, externalTrafficPolicy: local}</example>
    public ServiceTrafficPolicy? ExternalTrafficPolicy { get; init; }

    /// <summary>Which pods receive connections from pods of the cluster.</summary>
    /// <value>cluster</value>
    /// <remarks>
    /// The Service's <c>internalTrafficPolicy</c>. With <c>local</c>, a node without a pod of the service drops the connections of its
    /// pods.
    /// </remarks>
    /// <example>traffic: {internalTrafficPolicy: local}</example>
    public ServiceTrafficPolicy? InternalTrafficPolicy { get; init; }

    /// <summary>Which pods the cluster prefers for the connections of a caller.</summary>
    /// <value>all pods alike</value>
    /// <remarks>The Service's <c>trafficDistribution</c>. <c>preferSameNode</c> needs Kubernetes 1.35 or later.</remarks>
    /// <example>traffic: {trafficDistribution: preferSameNode}</example>
    public ServiceTrafficDistribution? TrafficDistribution { get; init; }

    /// <summary>Whether pods that are not ready receive connections, too.</summary>
    /// <value>false</value>
    /// <remarks>The Service's <c>publishNotReadyAddresses</c>, for pods that find each other before they are ready.</remarks>
    /// <example>traffic: {expose: headless, publishNotReadyAddresses: true}</example>
    public bool PublishNotReadyAddresses { get; init; }

    /// <summary>The fixed address inside the cluster.</summary>
    /// <value>chosen by the cluster</value>
    /// <remarks>
    /// The Service's <c>clusterIP</c>, which must be in the cluster's range for Services and cannot be changed later. A Service without
    /// an address is <c>expose: headless</c>.
    /// </remarks>
    /// <example>traffic: {clusterIP: 10.96.0.53}</example>
    public string? ClusterIP { get; init; }

    /// <summary>The IP families of the Service, the primary one first.</summary>
    /// <value>chosen by the cluster</value>
    /// <remarks>The Service's <c>ipFamilies</c>. Two of them need a policy for dual stack.</remarks>
    /// <example>traffic: {ipFamilies: [ipv6, ipv4], ipFamilyPolicy: preferDualStack}</example>
    public ImmutableArray<IpFamily> IpFamilies { get; init; } = [];

    /// <summary>Whether the Service has one IP family or both.</summary>
    /// <value>singleStack</value>
    /// <remarks>The Service's <c>ipFamilyPolicy</c>.</remarks>
    /// <example>traffic: {ipFamilyPolicy: preferDualStack}</example>
    public IpFamilyPolicy? IpFamilyPolicy { get; init; }

    /// <summary>The class of the load balancer, which decides which controller provides it.</summary>
    /// <value>the cluster's default</value>
    /// <remarks>
    /// The Service's <c>loadBalancerClass</c>, with the type LoadBalancer only. Kubernetes does not allow another class later: the Service
    /// must be replaced.
    /// </remarks>
    /// <example>traffic: {expose: loadBalancer, loadBalancerClass: service.k8s.aws/nlb}</example>
    public string? LoadBalancerClass { get; init; }

    /// <summary>The fixed address of the load balancer.</summary>
    /// <value>chosen by the provider</value>
    /// <remarks>
    /// The Service's <c>loadBalancerIP</c>, with the type LoadBalancer only. Kubernetes calls the field deprecated, and some providers
    /// ignore it: they have an annotation instead.
    /// </remarks>
    /// <example>traffic: {expose: loadBalancer, loadBalancerIP: 198.51.100.7}</example>
    public string? LoadBalancerIP { get; init; }

    /// <summary>The ranges of clients that the load balancer accepts.</summary>
    /// <value>all addresses</value>
    /// <remarks>The Service's <c>loadBalancerSourceRanges</c>, with the type LoadBalancer only. Some providers ignore it.</remarks>
    /// <example>traffic: {expose: loadBalancer, loadBalancerSourceRanges: [203.0.113.0/24]}</example>
    public ImmutableArray<string> LoadBalancerSourceRanges { get; init; } = [];

    /// <summary>Whether a Service of type LoadBalancer has node ports, too.</summary>
    /// <value>true</value>
    /// <remarks>
    /// The Service's <c>allocateLoadBalancerNodePorts</c>. Load balancers that send connections to the pods directly need none.
    /// </remarks>
    /// <example>traffic: {expose: loadBalancer, allocateLoadBalancerNodePorts: false}</example>
    public bool? AllocateLoadBalancerNodePorts { get; init; }

    /// <summary>The port of the nodes at which a load balancer asks whether they have a pod, from 30000 to 32767.</summary>
    /// <value>chosen by the cluster</value>
    /// <remarks>
    /// The Service's <c>healthCheckNodePort</c>. Kubernetes allows it only with the type LoadBalancer and <c>externalTrafficPolicy:
    /// local</c>, and does not allow another one later.
    /// </remarks>
    /// <example>traffic: {expose: loadBalancer, externalTrafficPolicy: local, healthCheckNodePort: 30900}</example>
    [Range(30000, 32767)]
    public int? HealthCheckNodePort { get; init; }
}

/// <summary>The nodes whose pods receive connections.</summary>
internal enum ServiceTrafficPolicy
{
    /// <summary>The pods of all nodes.</summary>
    Cluster,

    /// <summary>The pods of the node that the connection reaches, or comes from; clients' addresses are kept.</summary>
    Local,
}

/// <summary>Preferences among the pods of a Service.</summary>
internal enum ServiceTrafficDistribution
{
    /// <summary>Pods in the caller's zone.</summary>
    PreferSameZone,

    /// <summary>Pods on the caller's node, then those in its zone.</summary>
    PreferSameNode,
}

/// <summary>Versions of the Internet Protocol.</summary>
internal enum IpFamily
{
    /// <summary>IPv4.</summary>
    Ipv4,

    /// <summary>IPv6.</summary>
    Ipv6,
}

/// <summary>How many IP families a Service has.</summary>
internal enum IpFamilyPolicy
{
    /// <summary>One.</summary>
    SingleStack,

    /// <summary>Both where the cluster has both.</summary>
    PreferDualStack,

    /// <summary>Both; a cluster with one refuses the Service.</summary>
    RequireDualStack,
}
