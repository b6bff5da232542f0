using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings;

/// <summary>How a service receives requests.</summary>
internal sealed record TrafficSettings : ServiceSpecSettings
{
    /// <summary>The protocol of its ports that set none. It must be the one of its main port.</summary>
    /// <value>http</value>
    /// <remarks>
    /// The Service's <c>appProtocol</c>, the mechanism of the probes, and the scheme of the URL in callers' environments.
    /// </remarks>
    /// <example>traffic: {protocol: grpc}</example>
    public Protocol? Protocol { get; init; }

    /// <summary>The name of its main port, to which routes and <c>&lt;NAME&gt;_URL</c> lead.</summary>
    /// <value>its first port</value>
    /// <remarks>The port of the load balancer's route, and of <c>&lt;NAME&gt;_URL</c> in callers' environments.</remarks>
    /// <example>traffic: {port: http}</example>
    public string? Port { get; init; }

    /// <summary>How it is exposed.</summary>
    /// <value>
    /// clusterIp; loadBalancer if it has hosts that no load balancer of the stack routes, as with plain Services and the protocols tcp, udp
    /// and sctp
    /// </value>
    /// <remarks>
    /// The Service's <c>type</c>. With HAProxy, a Gateway or Ingresses, a service with hosts that is not exposed itself is reached through
    /// the load balancer.
    /// </remarks>
    /// <example>traffic: {expose: loadBalancer}</example>
    public Exposure? Expose { get; init; }

    /// <summary>The host names that lead to it from outside.</summary>
    /// <value>none</value>
    /// <remarks>
    /// Routes of the stack's load balancer. With plain Services, an annotation of the exposed Service from which external-dns creates DNS
    /// records.
    /// </remarks>
    /// <example>traffic: {hosts: [shop.example.com]}</example>
    public ImmutableArray<string> Hosts { get; init; } = [];

    /// <summary>The paths under these hosts that lead to it, with those below them. The longest matching path applies.</summary>
    /// <value>all paths</value>
    /// <remarks>
    /// Rules of the route. A gRPC call has the path <c>/package.Service/Method</c>. With <c>loadBalancing: ingress</c>, paths without hosts
    /// apply to all hosts.
    /// </remarks>
    /// <example>traffic: {hosts: [shop.example.com], paths: [/api]}</example>
    public ImmutableArray<string> Paths { get; init; } = [];

    /// <summary>How a request's path is compared with <c>paths</c>.</summary>
    /// <value>prefix</value>
    /// <remarks>
    /// The <c>pathType</c> of the Ingress, the type of the HTTPRoute's matches, or a condition of HAProxy's rules. Only an Ingress supports
    /// <c>implementationSpecific</c>, such as a regular expression for nginx.
    /// </remarks>
    /// <example>traffic: {hosts: [shop.example.com], paths: [/login], pathType: exact}</example>
    public PathType PathType { get; init; } = PathType.Prefix;

    /// <summary>How often a failed request is retried on another pod.</summary>
    /// <value>with HAProxy from the stack's fault tolerance: 1, 2 or 3; with a Gateway none; with an Ingress the controller's</value>
    /// <remarks>
    /// HAProxy retries a POST, PATCH or gRPC call only if no connection to a pod was made, and other methods also after an empty answer, a
    /// timeout or 503. A Gateway retries all methods after 502, 503 and 504.
    /// </remarks>
    /// <example>traffic: {retries: 3}</example>
    [Range(0, 10)]
    public int? Retries { get; init; }

    /// <summary>The timeout of a request.</summary>
    /// <value>30s</value>
    /// <remarks>A timeout of the route at the load balancer.</remarks>
    /// <example>traffic: {timeout: 5s}</example>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The maximum number of concurrent requests to one pod. Further requests are queued (circuit breaking).</summary>
    /// <value>unlimited</value>
    /// <remarks>A limit of the load balancer. Each HAProxy and each gateway counts separately.</remarks>
    /// <example>traffic: {maxConnections: 200}</example>
    [Range(1, 1_000_000)]
    public int? MaxConnections { get; init; }

    /// <summary>
    /// The number of consecutive failed answers after which a pod receives no requests until its health check succeeds (outlier ejection).
    /// </summary>
    /// <value>never</value>
    /// <remarks>A rule of the load balancer.</remarks>
    /// <example>traffic: {ejectAfter: 5}</example>
    [Range(1, 1000)]
    public int? EjectAfter { get; init; }

    /// <summary>The service whose pods answer while none of its own is available.</summary>
    /// <value>none</value>
    /// <remarks>
    /// HAProxy's backup servers, checked with the same health path. They receive requests only while all other servers are down.
    /// </remarks>
    /// <example>traffic: {hosts: [shop.example.com], failover: storefront-static}</example>
    public string? Failover { get; init; }

    /// <summary>The share of the requests for the service's own pods, relative to the weights of its <c>versions</c>.</summary>
    /// <value>what the weights of the versions leave of 100</value>
    /// <remarks>The weight of the service's own pods in the load balancer.</remarks>
    /// <example>traffic: {weight: 0}</example>
    [Range(0, 1000)]
    public int? Weight { get; init; }

    /// <summary>How the load balancer chooses a pod.</summary>
    /// <value>roundRobin in the load balancer; inside the cluster kube-proxy chooses a random pod</value>
    /// <remarks>
    /// Plain Services support <c>random</c> and <c>clientIp</c> only. The Gateway API leaves the choice to the gateway unless
    /// <c>loadBalancing.policies</c> is set, and an Ingress to its controller. Unsupported algorithms cause a warning.
    /// </remarks>
    /// <example>traffic: {algorithm: clientIp}</example>
    public BalancingAlgorithm? Algorithm { get; init; }

    /// <summary>How long a client keeps its pod, with the algorithm <c>clientIp</c>.</summary>
    /// <value>3h with plain Services; with HAProxy until the pods change</value>
    /// <remarks>
    /// Counted from the last request. Each HAProxy keeps its own list of 100,000 clients (<c>stick-table</c>) until it terminates. Clients
    /// that are not in the list are assigned by a hash of their address, the same in every HAProxy.
    /// </remarks>
    /// <example>traffic: {algorithm: clientIp, stickyFor: 1h}</example>
    public TimeSpan? StickyFor { get; init; }

    /// <summary>Whether pods in the caller's zone are preferred.</summary>
    /// <value>false</value>
    /// <remarks>Short for <c>trafficDistribution: preferSameZone</c>.</remarks>
    /// <example>traffic: {preferSameZone: true}</example>
    public bool PreferSameZone { get; init; }

    /// <summary>Further Services with the same pods, by their names.</summary>
    /// <value>none</value>
    /// <remarks>
    /// A Service for each, beside the one of the service's name, which callers use. Network policies allow all addresses at the ports of
    /// those that are exposed.
    /// </remarks>
    /// <example>traffic: {services: {web-external: {expose: loadBalancer, ports: [http]}}}</example>
    [Names]
    public IReadOnlyDictionary<string, AdditionalServiceSettings> Services { get; init; } =
        ImmutableDictionary<string, AdditionalServiceSettings>.Empty;

    /// <summary>Without the settings that a Service which only the load balancer and the service's own Service use does not have.</summary>
    internal TrafficSettings WithoutExposure() =>
        this with
        {
            Hosts = [],
            Paths = [],
            Failover = null,
            Expose = Exposure.ClusterIp,
            Services = ImmutableDictionary<string, AdditionalServiceSettings>.Empty,
            ExternalTrafficPolicy = null,
            ClusterIP = null,
            LoadBalancerClass = null,
            LoadBalancerIP = null,
            LoadBalancerSourceRanges = [],
            AllocateLoadBalancerNodePorts = null,
            HealthCheckNodePort = null,
        };

    /// <summary>Resolves the exposure for the stack's load balancer.</summary>
    /// <param name="backend">The stack's load balancer.</param>
    /// <param name="protocol">The protocol of the service's main port.</param>
    internal Exposure ResolveExposure(LoadBalancer backend, Protocol protocol) =>
        Expose
        ?? (!Hosts.IsEmpty && (backend == LoadBalancer.Services || !protocol.IsRoutable()) ? Exposure.LoadBalancer : Exposure.ClusterIp);
}

/// <summary>How a Service is exposed.</summary>
internal enum Exposure
{
    /// <summary>Inside the cluster, with one virtual address.</summary>
    ClusterIp,

    /// <summary>Inside the cluster, with the addresses of all pods.</summary>
    Headless,

    /// <summary>From outside, with a port on every node.</summary>
    NodePort,

    /// <summary>From outside, with its own address.</summary>
    LoadBalancer,
}

/// <summary>Ways to compare the path of a request with a route's.</summary>
internal enum PathType
{
    /// <summary>The path and those below it: <c>/api</c> matches <c>/api/orders</c>, but not <c>/apis</c>.</summary>
    Prefix,

    /// <summary>This path only, with the same case.</summary>
    Exact,

    /// <summary>As the ingress controller decides.</summary>
    ImplementationSpecific,
}

/// <summary>Balancing algorithms.</summary>
internal enum BalancingAlgorithm
{
    /// <summary>Each pod in turn.</summary>
    RoundRobin,

    /// <summary>A random pod.</summary>
    Random,

    /// <summary>The pod with the fewest open requests.</summary>
    LeastRequest,

    /// <summary>The pod chosen by the client's address.</summary>
    ClientIp,

    /// <summary>Each pod in turn, in proportion to the weight of its version.</summary>
    Weighted,
}
