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
            LoadBalancer.GatewayApi => [.. services.Select(OpenToGateway)],
            _ => services,
        };

    /// <summary>Whether requests from outside reach a service through the load balancer rather than through its own Service.</summary>
    public static bool Routes(LoadBalancingSettings balancing, ServiceSettings service) =>
        balancing.Backend != LoadBalancer.Services
        && service is { MainProtocol: { } protocol, Traffic.Hosts.IsEmpty: false }
        && service.Traffic.ResolveExposure(balancing.Backend, protocol) is Exposure.ClusterIp or Exposure.Headless;

    /// <summary>Whether the load balancer counts the requests to a service: HAProxy does for those it routes.</summary>
    public static bool CountsRequests(LoadBalancingSettings balancing, ServiceSettings service) =>
        balancing.Backend == LoadBalancer.Haproxy && Routes(balancing, service);

    /// <summary>
    /// The pods of a gateway run in a namespace its controller chooses, so a service behind it must accept connections from any pod.
    /// </summary>
    private static ServicePlan OpenToGateway(ServicePlan service) =>
        service.IsRouted ? service with { Traffic = service.Traffic! with { IsReachedByGateway = true } } : service;
}
