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

    /// <summary>
    /// The pods of a gateway run in a namespace its controller chooses, so a service behind it must accept connections from any pod.
    /// </summary>
    private static ServicePlan OpenToGateway(ServicePlan service) =>
        service.IsRouted ? service with { Traffic = service.Traffic! with { IsReachedByGateway = true } } : service;
}
