using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Checks;

/// <summary>Checks the settings of the load balancer, and warns of traffic settings it does not support.</summary>
internal sealed class LoadBalancingCheck : ISettingsCheck
{
    private const int MaximumHosts = 16;
    private const int MaximumPaths = 64;

    /// <summary>A route has up to 16 backends, one of which is the stable version.</summary>
    private const int MaximumVersions = 15;

    /// <summary>The settings that only some load balancers have. <c>policies</c> without a Gateway is refused.</summary>
    private static readonly (string Setting, LoadBalancer[] Backends)[] Supported =
    [
        ("gatewayClass", [LoadBalancer.GatewayApi]),
        ("channel", [LoadBalancer.GatewayApi]),
        ("ingressClass", [LoadBalancer.Ingress]),
        ("defaultBackend", [LoadBalancer.Ingress]),
        ("tls", [LoadBalancer.Ingress]),
        ("expose", [LoadBalancer.Haproxy]),
        ("image", [LoadBalancer.Haproxy]),
        ("resources", [LoadBalancer.Haproxy]),
        ("scaling", [LoadBalancer.Haproxy]),
        ("tlsSecret", [LoadBalancer.Haproxy, LoadBalancer.GatewayApi, LoadBalancer.Ingress]),
    ];

    public void Check(SettingsReview review)
    {
        CheckGateway(review);
        WarnAboutUnsupported(review);
        foreach (var service in review.Services())
        {
            foreach (var (setting, problem, cure) in TrafficLimits.Find(review.Settings.LoadBalancing, service.Settings))
            {
                review.Warn(service.At("traffic", setting), problem, cure);
            }

            if (
                review.Settings.LoadBalancing is { Backend: LoadBalancer.GatewayApi } gateway
                && LoadBalancingPlanner.Routes(gateway, service.Settings)
            )
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
            review.Reject(
                at,
                "a Gateway needs a class",
                "write 'gatewayClass: <name>'; 'kubectl get gatewayclass' lists those of the cluster",
                at.Key("gatewayClass"),
                at.Key("backend")
            );
        }

        if (balancing is { Policies: GatewayPolicies.EnvoyGateway, Backend: not LoadBalancer.GatewayApi })
        {
            review.Reject(
                at.Key("policies"),
                "Envoy Gateway's policies extend the Gateway API, which this stack does not use",
                "write 'backend: gatewayApi', or remove it",
                at.Key("policies"),
                at.Key("backend")
            );
        }

        if (
            balancing.Backend == LoadBalancer.GatewayApi
            && review.Settings.TargetClusters().Any(cluster => cluster.Settings.Kind == ClusterKind.Simulated)
        )
        {
            review.Warn(
                at,
                "a simulated cluster has no Gateway API: the deployment fails unless its CustomResourceDefinitions are created first, and no controller implements the routes",
                "apply the 'standard-install.yaml' of a release of the Gateway API with 'kubectl apply --server-side', or try it with 'loadBalancing: haproxy'"
            );
        }
    }

    /// <summary>A stack may choose another load balancer than the catalogue, so these settings are no errors.</summary>
    private static void WarnAboutUnsupported(SettingsReview review)
    {
        var (at, backend) = (SettingsPath.Root.Key("loadBalancing"), review.Settings.LoadBalancing.Backend);
        foreach (var (setting, backends) in Supported)
        {
            if (!backends.Contains(backend) && review.IsWritten(at.Key(setting)))
            {
                review.Warn(
                    at.Key(setting),
                    $"it has no effect with 'loadBalancing: {ScalarType.EnumName(backend.ToString())}'",
                    $"remove it, or write 'backend: {string.Join("' or '", backends.Select(other => ScalarType.EnumName(other.ToString())))}'"
                );
            }
        }
    }

    /// <summary>Checks the limits of the Gateway API's schema.</summary>
    private static void CheckRoute(ServiceUnderReview service)
    {
        var traffic = service.Settings.Traffic;
        CheckMaximum(traffic.Hosts.Length, MaximumHosts, "hosts", service.At("traffic", "hosts"));
        CheckMaximum(traffic.Paths.Length, MaximumPaths, "paths", service.At("traffic", "paths"));
        CheckMaximum(service.Settings.Versions.Count, MaximumVersions, "versions", service.At("versions"));
        for (var i = 0; service.Settings.MainProtocol == Protocol.Grpc && i < traffic.Paths.Length; i++)
        {
            if (!GrpcMethod.TryParse(traffic.Paths[i], out _))
            {
                service.Reject(
                    service.At("traffic", "paths").Item(i),
                    $"a GRPCRoute cannot match calls by '{traffic.Paths[i]}', only by service and method",
                    "write '/package.Service' or '/package.Service/Method'",
                    service.At("traffic", "protocol"),
                    service.At("traffic", "paths")
                );
            }
        }

        void CheckMaximum(int count, int maximum, string what, SettingsPath path)
        {
            if (count > maximum)
            {
                service.Reject(
                    path,
                    $"a route of the Gateway API may have at most {maximum} {what}, not {count}",
                    "split the routes among several services, or write 'loadBalancing: haproxy'"
                );
            }
        }
    }
}
