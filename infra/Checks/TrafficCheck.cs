using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks that exposed services have a port, and that each host and path leads to one service.</summary>
internal sealed class TrafficCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        var owners = new Dictionary<(string? Cluster, string Route, bool IsExact), string>();
        foreach (var service in review.Services())
        {
            CheckExposure(service);
            CheckPaths(service);
            if (service.Settings.Traffic.Hosts.IsEmpty && LoadBalancingPlanner.Routes(review.Settings.LoadBalancing, service.Settings))
            {
                RejectTakenRoutes(service, "", service.At("traffic", "paths"), owners);
            }

            for (var i = 0; i < service.Settings.Traffic.Hosts.Length; i++)
            {
                CheckHost(service, service.Settings.Traffic.Hosts[i], service.At("traffic", "hosts").Item(i), owners);
            }
        }
    }

    private static void CheckExposure(ServiceUnderReview service)
    {
        var traffic = service.Settings.Traffic;
        if (
            traffic.StickyFor is { } time
            && (traffic.Algorithm != BalancingAlgorithm.ClientIp || time < TimeSpan.FromSeconds(1) || time > TimeSpan.FromDays(1))
        )
        {
            service.Reject(
                service.At("traffic", "stickyFor"),
                "'stickyFor' needs the algorithm 'clientIp' and a time from one second to one day",
                "write 'algorithm: clientIp' and a time from 1s to 1d",
                service.At("traffic", "algorithm"),
                service.At("traffic", "stickyFor")
            );
        }

        if (traffic.Timeout is { } timeout && (timeout < TimeSpan.FromMilliseconds(1) || timeout > TimeSpan.FromDays(1)))
        {
            service.Reject(service.At("traffic", "timeout"), "a timeout is from one millisecond to one day", "write a time such as 30s");
        }

        if (!service.Settings.HasPorts && traffic.Expose is not (null or Exposure.ClusterIp))
        {
            service.Reject(
                service.At("traffic", "expose"),
                "a service without a port cannot be exposed",
                "write 'port: 8080'",
                service.At("port"),
                service.At("ports")
            );
        }

        var isInternal = traffic.Expose is Exposure.ClusterIp or Exposure.Headless && service.Settings.HasPorts;
        if (service.Review.Settings.LoadBalancing.Backend == LoadBalancer.Services && !traffic.Hosts.IsEmpty && isInternal)
        {
            service.Reject(
                service.At("traffic", "hosts"),
                "requests for the hosts never arrive, because the service is reachable inside the cluster only",
                "write 'traffic: {expose: loadBalancer}', or 'loadBalancing: haproxy'",
                service.At("traffic", "expose")
            );
        }
    }

    private static void CheckHost(
        ServiceUnderReview service,
        string host,
        SettingsPath path,
        Dictionary<(string? Cluster, string Route, bool IsExact), string> owners
    )
    {
        if (!service.Settings.HasPorts)
        {
            service.Reject(
                path,
                $"the host '{host}' needs a service with a port",
                "write 'port: 8080'",
                service.At("port"),
                service.At("ports")
            );
        }

        if (
            service.Settings is { Traffic.Expose: Exposure.ClusterIp or Exposure.Headless, MainProtocol: { } protocol }
            && !protocol.IsRoutable()
            && service.Review.Settings.LoadBalancing.Backend != LoadBalancer.Services
        )
        {
            service.Reject(
                path,
                $"requests are routed by the host of an HTTP request, and this service uses plain {protocol.Transport()}",
                $"write 'traffic: {{expose: loadBalancer}}' to expose it without the load balancer, or {AnotherPort(service.Settings)}",
                service.At("traffic", "protocol"),
                service.At("traffic", "expose"),
                service.At("ports")
            );
        }

        if (!KubernetesNames.IsHost(host))
        {
            service.Reject(
                path,
                $"'{host}' is not a valid host name",
                "write it in lower case without scheme, port and path, such as shop.example.com"
            );
        }
        else
        {
            RejectTakenRoutes(service, host, path, owners);
        }
    }

    private static string AnotherPort(ServiceSettings service) =>
        DeclaredPort.InService(service).FirstOrDefault(port => port.Protocol.IsRoutable()) is { Name: { } name }
            ? $"'traffic: {{port: {name}}}' to route to that port"
            : "another 'protocol'";

    private static void RejectTakenRoutes(
        ServiceUnderReview service,
        string host,
        SettingsPath at,
        Dictionary<(string? Cluster, string Route, bool IsExact), string> owners
    )
    {
        foreach (var path in service.Settings.Traffic.Paths.DefaultIfEmpty("/"))
        {
            // An exact path applies before the same path as a prefix, so that both may exist.
            var isExact = service.Settings.Traffic.PathType == PathType.Exact;
            var route =
                isExact ? $"{host}{path}"
                : path == "/" && host.Length > 0 ? host
                : $"{host}{(path == "/" ? path : path.TrimEnd('/'))}";
            var taken = service
                .Review.Settings.TargetClusters()
                .Where(cluster => cluster.Includes(service.Settings) && !owners.TryAdd((cluster.Key, route, isExact), service.Name))
                .Select(cluster => owners[(cluster.Key, route, isExact)])
                .FirstOrDefault();
            if (taken is not null)
            {
                service.Reject(
                    at,
                    $"'{route}' is already routed to '{taken}'",
                    "remove it from one of the services, or give them different 'paths'"
                );
            }
        }
    }

    private static void CheckPaths(ServiceUnderReview service)
    {
        CheckPathType(service);
        for (var i = 0; i < service.Settings.Traffic.Paths.Length; i++)
        {
            var path = service.Settings.Traffic.Paths[i];
            if (service.Settings.Traffic.PathType == PathType.ImplementationSpecific)
            {
                if (!path.StartsWith('/'))
                {
                    service.Reject(service.At("traffic", "paths").Item(i), $"'{path}' is not a valid path", "start it with a slash");
                }
            }
            else if (!IsPath(path))
            {
                service.Reject(
                    service.At("traffic", "paths").Item(i),
                    $"'{path}' is not a valid path",
                    "start it with a slash, and use no double slashes, '?', '#' or spaces, such as /api"
                );
            }
        }
    }

    private static void CheckPathType(ServiceUnderReview service)
    {
        var (traffic, balancing) = (service.Settings.Traffic, service.Review.Settings.LoadBalancing);
        if (traffic.PathType != PathType.Prefix && traffic.Paths.IsEmpty)
        {
            service.Reject(
                service.At("traffic", "pathType"),
                "it says how 'paths' are compared, and there are none",
                "write 'paths: [/]', or remove it",
                service.At("traffic", "pathType"),
                service.At("traffic", "paths")
            );
        }
        else if (
            traffic.PathType == PathType.ImplementationSpecific
            && balancing.Backend != LoadBalancer.Ingress
            && LoadBalancingPlanner.Routes(balancing, service.Settings)
        )
        {
            service.Reject(
                service.At("traffic", "pathType"),
                "only an ingress controller gives paths a meaning of its own",
                "write 'pathType: prefix' or 'exact', or 'loadBalancing: ingress'"
            );
        }
    }

    /// <summary>Whether a path is normalized. Double slashes and <c>%2F</c> are ambiguous.</summary>
    private static bool IsPath(string path) =>
        Uri.TryCreate($"http://host{path}", UriKind.Absolute, out var uri)
        && uri.AbsolutePath == path
        && !path.Contains("//", StringComparison.Ordinal)
        && !path.Contains("%2f", StringComparison.OrdinalIgnoreCase);
}
