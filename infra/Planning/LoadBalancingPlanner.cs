using System.Collections.Immutable;
using Infra.Backend.Planning.Haproxy;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>Adapts the services of a stack to its load balancer.</summary>
internal static class LoadBalancingPlanner
{
    /// <summary>
    /// Marks the services the load balancer sends requests to, and adds the load balancer if it runs in the stack itself.
    /// </summary>
    public static ImmutableArray<ServicePlan> Arrange(
        ImmutableArray<ServicePlan> services,
        StackSettings settings,
        SystemIdentity system
    ) =>
        settings.LoadBalancing.Backend switch
        {
            LoadBalancer.Haproxy => new HaproxyPlanner(settings, system).Arrange(services),
            LoadBalancer.GatewayApi or LoadBalancer.Ingress =>
            [
                .. services.Select(service =>
                    service.IsRouted || IsDefaultBackend(settings.LoadBalancing, service.Name) ? OpenToOtherNamespaces(service) : service
                ),
            ],
            _ => services,
        };

    /// <summary>Whether requests from outside reach a service through the load balancer rather than through its own Service.</summary>
    public static bool Routes(LoadBalancingSettings balancing, ServiceSettings service) =>
        balancing.Backend != LoadBalancer.Services
        && service.MainProtocol is { } protocol
        && HasRoute(balancing, service.Traffic)
        && service.Traffic.ResolveExposure(balancing.Backend, protocol) is Exposure.ClusterIp or Exposure.Headless;

    /// <summary>Whether the load balancer counts the requests to a service: HAProxy does for those it routes.</summary>
    public static bool CountsRequests(LoadBalancingSettings balancing, ServiceSettings service) =>
        balancing.Backend == LoadBalancer.Haproxy && Routes(balancing, service);

    /// <summary>
    /// Whether the load balancer distributes requests by the weights of versions. An Ingress leads to the Service, which does not.
    /// </summary>
    public static bool AppliesWeights(LoadBalancingSettings balancing, ServiceSettings service) =>
        balancing.Backend != LoadBalancer.Ingress && Routes(balancing, service);

    /// <summary>Whether a service answers the requests that no Ingress has a rule for.</summary>
    public static bool IsDefaultBackend(LoadBalancingSettings balancing, string service) =>
        balancing.Backend == LoadBalancer.Ingress && balancing.DefaultBackend == service;

    /// <summary>A rule of an Ingress may have paths without a host.</summary>
    private static bool HasRoute(LoadBalancingSettings balancing, TrafficSettings traffic) =>
        !traffic.Hosts.IsEmpty || (balancing.Backend == LoadBalancer.Ingress && !traffic.Paths.IsEmpty);

    /// <summary>
    /// The pods of a gateway or an ingress controller run in a namespace that the stack does not choose, so a service behind them must
    /// accept connections from any pod.
    /// </summary>
    private static ServicePlan OpenToOtherNamespaces(ServicePlan service) =>
        service with
        {
            Traffic = service.Traffic! with { IsReachedByGateway = true },
        };
}
