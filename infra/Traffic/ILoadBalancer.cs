using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Traffic.Gateways;
using Infra.Backend.Traffic.Haproxy;
using Infra.Backend.Workloads;
using Pulumi;

namespace Infra.Backend.Traffic;

/// <summary>What brings requests from outside to the services that have hosts.</summary>
internal interface ILoadBalancer
{
    /// <summary>The services as they have to be for it: opened to it, and with those it consists of itself.</summary>
    ImmutableArray<ServiceSpec> Arrange(ImmutableArray<ServiceSpec> services);

    /// <summary>Declares what it needs besides services.</summary>
    /// <returns>Where the outside reaches it, if not at the address of a Service.</returns>
    Output<string?>? Route(ImmutableArray<ServiceSpec> services, Input<string> namespaceName, ProviderResource provider);
}

/// <summary>The load balancer that a stack's settings ask for.</summary>
internal static class LoadBalancers
{
    public static ILoadBalancer For(StackSettings settings, SystemIdentity system) => settings.LoadBalancing.Backend switch
    {
        LoadBalancer.Haproxy => new HaproxyGateway(settings, system),
        LoadBalancer.GatewayApi => new GatewayRoutes(settings.LoadBalancing, system),
        _ => new PlainServices(),
    };

    /// <summary>Whether requests come to the service by the load balancer, not by a Service of its own.</summary>
    public static bool IsBalanced(ServiceSpec service) =>
        service.Traffic is { Expose: Exposure.ClusterIp or Exposure.Headless, Settings.Hosts.IsEmpty: false };

    /// <summary>Whether a HAProxy of the stack's own brings requests to the service, and so counts them.</summary>
    public static bool BringsRequestsTo(ServiceSettings service, LoadBalancingSettings balancing) =>
        balancing.Backend == LoadBalancer.Haproxy && balancing.Reaches(service);
}

/// <summary>The Services themselves: nothing is needed besides them.</summary>
internal sealed class PlainServices : ILoadBalancer
{
    public ImmutableArray<ServiceSpec> Arrange(ImmutableArray<ServiceSpec> services) => services;

    public Output<string?>? Route(ImmutableArray<ServiceSpec> services, Input<string> namespaceName, ProviderResource provider)
    {
        // Whoever exposes a Service has said all there is to say.
        return null;
    }
}
