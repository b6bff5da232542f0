using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Infra.Backend.Settings;

/// <summary>How a service is reached.</summary>
internal sealed record TrafficSettings
{
    /// <summary>What is spoken at its port.</summary>
    /// <value>http</value>
    /// <remarks>The Service's <c>appProtocol</c>, the kind of the health probes, the scheme of the address that callers get.</remarks>
    /// <example>traffic: {protocol: grpc}</example>
    public Protocol Protocol { get; init; } = Protocol.Http;

    /// <summary>From how far away it can be reached.</summary>
    /// <value>
    /// clusterIp; loadBalancer where it has hosts and nothing else brings requests for them, as with plain Services and for <c>protocol:
    /// tcp</c>
    /// </value>
    /// <remarks>
    /// The Service's <c>type</c>. With HAProxy or a Gateway, what has hosts and is reachable inside the cluster only is reached through the
    /// load balancer.
    /// </remarks>
    /// <example>traffic: {expose: loadBalancer}</example>
    public Exposure? Expose { get; init; }

    /// <summary>The host names it answers to from outside.</summary>
    /// <value>none</value>
    /// <remarks>
    /// Routes of the stack's load balancer. With plain Services, an annotation on the exposed Service by which external-dns makes the names
    /// known.
    /// </remarks>
    /// <example>traffic: {hosts: [shop.example.com]}</example>
    public ImmutableArray<string> Hosts { get; init; } = [];

    /// <summary>The paths under these hosts that lead to it, with everything below them. Of several that match, the longest wins.</summary>
    /// <value>everything</value>
    /// <remarks>A call of gRPC has the path <c>/package.Service/Method</c>.</remarks>
    /// <example>traffic: {hosts: [shop.example.com], paths: [/api]}</example>
    public ImmutableArray<string> Paths { get; init; } = [];

    /// <summary>How often a request that got no answer is tried again, on another pod.</summary>
    /// <value>with HAProxy from the stack's fault tolerance: 1, 2 or 3; with a Gateway none</value>
    /// <remarks>
    /// HAProxy tries a POST, PATCH or gRPC call again only if it reached no pod, because it may have been carried out; other methods also
    /// if the answer failed, came too late or was 503. A Gateway tries again whatever the method, after 502, 503 and 504.
    /// </remarks>
    /// <example>traffic: {retries: 3}</example>
    [Range(0, 10)]
    public int? Retries { get; init; }

    /// <summary>How long an answer may take.</summary>
    /// <value>30s</value>
    /// <remarks>A timeout of the route at the load balancer.</remarks>
    /// <example>traffic: {timeout: 5s}</example>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How many requests one pod may have at a time; more wait for their turn (circuit breaking).</summary>
    /// <value>unlimited</value>
    /// <remarks>Each HAProxy, and each gateway, counts for itself.</remarks>
    /// <example>traffic: {maxConnections: 200}</example>
    [Range(1, 1_000_000)]
    public int? MaxConnections { get; init; }

    /// <summary>
    /// After how many failed answers in a row a pod gets no more requests, until its health says otherwise (outlier ejection).
    /// </summary>
    /// <value>never</value>
    /// <remarks>A rule of the load balancer.</remarks>
    /// <example>traffic: {ejectAfter: 5}</example>
    [Range(1, 1000)]
    public int? EjectAfter { get; init; }

    /// <summary>The service whose pods answer while none of its own can.</summary>
    /// <value>nobody</value>
    /// <remarks>
    /// HAProxy's backup servers. They are asked for the same health path, and nothing but the failure of all others brings them requests.
    /// </remarks>
    /// <example>traffic: {hosts: [shop.example.com], failover: storefront-static}</example>
    public string? Failover { get; init; }

    /// <summary>The share of the requests that the service itself gets beside its <c>versions</c>.</summary>
    /// <value>what the weights of the versions leave of 100</value>
    /// <remarks>The weight of the service's own pods at the load balancer.</remarks>
    /// <example>traffic: {weight: 0}</example>
    [Range(0, 1000)]
    public int? Weight { get; init; }

    /// <summary>Which pod gets the next connection.</summary>
    /// <value>roundRobin at the load balancer; inside the cluster kube-proxy picks at random</value>
    /// <remarks>
    /// Plain Services know <c>random</c> and <c>clientIp</c> only, the Gateway API leaves it to the gateway unless
    /// <c>loadBalancing.policies</c> says whose policies to use; anything else is warned of.
    /// </remarks>
    /// <example>traffic: {algorithm: clientIp}</example>
    public BalancingAlgorithm? Algorithm { get; init; }

    /// <summary>How long a client that comes back finds the same pod, with the algorithm <c>clientIp</c>.</summary>
    /// <value>3h with plain Services; with HAProxy as long as the pods stay the same</value>
    /// <remarks>
    /// Counted from the last request. Each HAProxy keeps its own list of 100,000 clients (<c>stick-table</c>), which ends with it; where a
    /// client is not on it, its address leads to the same pod from every HAProxy.
    /// </remarks>
    /// <example>traffic: {algorithm: clientIp, stickyFor: 1h}</example>
    public TimeSpan? StickyFor { get; init; }

    /// <summary>Whether pods of the caller's own zone are preferred.</summary>
    /// <value>false</value>
    /// <remarks><c>trafficDistribution: PreferSameZone</c> on the Service.</remarks>
    /// <example>traffic: {preferSameZone: true}</example>
    public bool PreferSameZone { get; init; }

    /// <summary>Resolves the exposure for the stack's load balancer.</summary>
    internal Exposure ResolveExposure(LoadBalancer backend) =>
        Expose ?? (!Hosts.IsEmpty && (backend == LoadBalancer.Services || Protocol == Protocol.Tcp) ? Exposure.LoadBalancer : Exposure.ClusterIp);
}

/// <summary>What is spoken at a port.</summary>
internal enum Protocol
{
    /// <summary>HTTP/1.1.</summary>
    Http,

    /// <summary>HTTP/2 without TLS.</summary>
    Http2,

    /// <summary>gRPC; probes use the gRPC health protocol.</summary>
    Grpc,

    /// <summary>Anything over TCP; probes ask only whether the port is open.</summary>
    Tcp,
}

/// <summary>Kubernetes' Service types.</summary>
internal enum Exposure
{
    /// <summary>Inside the cluster, at one virtual address.</summary>
    ClusterIp,

    /// <summary>Inside the cluster, at the addresses of all pods.</summary>
    Headless,

    /// <summary>From outside, at a port of every node.</summary>
    NodePort,

    /// <summary>From outside, at an address of its own.</summary>
    LoadBalancer,
}

/// <summary>Which pod gets the next connection.</summary>
internal enum BalancingAlgorithm
{
    /// <summary>Each in turn.</summary>
    RoundRobin,

    /// <summary>Any.</summary>
    Random,

    /// <summary>The one with the fewest open.</summary>
    LeastRequest,

    /// <summary>The one this client had before.</summary>
    ClientIp,

    /// <summary>Each in turn, as often as the weight of its version says.</summary>
    Weighted,
}
