using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Checks;

/// <summary>
/// The stack's load balancer exists and can be told what its services ask for; where it cannot do that, it is said what happens instead.
/// </summary>
internal sealed class LoadBalancingCheck : ISettingsCheck
{
    private const int MostHosts = 16;
    private const int MostPaths = 64;

    /// <summary>Sixteen backends, one of them the service itself.</summary>
    private const int MostVersions = 15;

    public void Check(SettingsReview review)
    {
        CheckGateway(review);
        foreach (var service in review.Services())
        {
            foreach (var (setting, problem, cure) in TrafficLimits.Find(review.Settings.LoadBalancing, service.Settings))
            {
                review.Warn(service.At("traffic", setting), problem, cure);
            }

            if (review.Settings.LoadBalancing is { Backend: LoadBalancer.GatewayApi } && review.Settings.LoadBalancing.Routes(service.Settings))
            {
                CheckRoute(service);
            }
        }
    }

    private static void CheckGateway(SettingsReview review)
    {
        var (at, balancing) = (SettingsPath.Root.Key("loadBalancing"), review.Settings.LoadBalancing);
        if (balancing is { Backend: LoadBalancer.GatewayApi, GatewayClass: null })
        {
            review.Reject(at, "a Gateway has a class", "write 'gatewayClass: <name>'; 'kubectl get gatewayclass' lists those of the cluster", at.Key("gatewayClass"), at.Key("backend"));
        }

        if (balancing is { Policies: GatewayPolicies.EnvoyGateway, Backend: not LoadBalancer.GatewayApi })
        {
            review.Reject(at.Key("policies"), "Envoy Gateway's policies extend the Gateway API, which this stack does not use", "write 'backend: gatewayApi', or remove it", at.Key("policies"), at.Key("backend"));
        }

        if (balancing.Backend == LoadBalancer.GatewayApi && review.Settings.TargetClusters().Any(cluster => cluster.Settings.Kind == ClusterKind.Simulated))
        {
            review.Warn(
                at,
                "a simulated cluster starts without the Gateway API: unless its CustomResourceDefinitions are created first, the deployment fails at the Gateway, and nothing carries out routes",
                "apply the 'standard-install.yaml' of a release of the Gateway API with 'kubectl apply --server-side', or rehearse with 'loadBalancing: haproxy'");
        }
    }

    /// <summary>The bounds of the Gateway API's own schema.</summary>
    private static void CheckRoute(ServiceUnderReview service)
    {
        var traffic = service.Settings.Traffic;
        AtMost(traffic.Hosts.Length, MostHosts, "hosts", service.At("traffic", "hosts"));
        AtMost(traffic.Paths.Length, MostPaths, "paths", service.At("traffic", "paths"));
        AtMost(service.Settings.Versions.Count, MostVersions, "versions", service.At("versions"));
        for (var i = 0; traffic.Protocol == Protocol.Grpc && i < traffic.Paths.Length; i++)
        {
            if (!GrpcMethod.TryParse(traffic.Paths[i], out _))
            {
                service.Reject(service.At("traffic", "paths").Item(i), $"a GRPCRoute cannot tell calls by '{traffic.Paths[i]}', only by service and method", "write '/package.Service' or '/package.Service/Method'", service.At("traffic", "protocol"), service.At("traffic", "paths"));
            }
        }

        void AtMost(int count, int most, string what, SettingsPath path)
        {
            if (count > most)
            {
                service.Reject(path, $"a route of the Gateway API takes at most {most} {what}, and these are {count}", "divide the service's routes among several services, or write 'loadBalancing: haproxy'");
            }
        }
    }
}
