using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>How a service receives requests.</summary>
/// <param name="Ports">The ports of its Service, of which there is at least one.</param>
/// <param name="Settings">Its settings, with the exposure resolved.</param>
internal sealed record ServiceTraffic(ImmutableArray<ServicePort> Ports, TrafficSettings Settings)
{
    /// <summary>The timeout of a request at the load balancer; null for the gateway's own.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often the load balancer retries a failed request.</summary>
    public int Retries { get; init; }

    /// <summary>How long the Service sends a client to the same pod; null if it does not choose pods by the client's address.</summary>
    public TimeSpan? Affinity { get; init; }

    /// <summary>The port that routes and <c>&lt;NAME&gt;_URL</c> lead to.</summary>
    public ServicePort Main => Ports.FirstOrDefault(port => port.Name == Settings.Port) ?? Ports[0];

    /// <summary>A further port of the container that only the stack's Prometheus may reach; null if there is none.</summary>
    public int? MetricsPort { get; init; }

    /// <summary>Whether its pods must see the clients' addresses instead of the nodes'.</summary>
    public bool KeepsClientAddresses { get; init; }

    /// <summary>Whether HAProxy sends requests to its pods directly.</summary>
    public bool IsReachedByHaproxy { get; init; }

    /// <summary>The versions that share its requests, the stable one first; empty if it has no other versions.</summary>
    public ImmutableArray<WeightedVersion> Versions { get; init; } = [];

    /// <summary>The protocol of its main port.</summary>
    public Protocol Protocol => Main.Protocol;

    /// <summary>Whether a gateway or an ingress controller outside the namespace sends requests to it.</summary>
    public bool IsReachedByGateway { get; init; }

    /// <summary>The further Services with the same pods.</summary>
    public ImmutableArray<AdditionalService> Additional { get; init; } = [];

    /// <summary>The Ingress that leads requests to it; null if it has none.</summary>
    public IngressPlan? Ingress { get; init; }

    public Exposure Expose => Settings.Expose ?? Exposure.ClusterIp;

    /// <summary>Whether its own Service is reachable from outside the cluster.</summary>
    public bool IsExposed => Expose is Exposure.NodePort or Exposure.LoadBalancer;

    /// <summary>
    /// The ports that must accept connections from any address: all of exposed Services, the main one behind a gateway or an Ingress.
    /// </summary>
    public ImmutableArray<ServicePort> PublicPorts =>
        [
            .. IsExposed ? Ports
            : IsReachedByGateway ? [Main]
            : [],
            .. Additional
                .Where(additional => additional.Settings.Expose is Exposure.NodePort or Exposure.LoadBalancer)
                .SelectMany(additional => additional.Ports),
        ];
}
