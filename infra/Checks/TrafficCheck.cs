using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks that exposed services have a port, and that each host and path leads to one service.</summary>
internal sealed class TrafficCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        var owners = new Dictionary<(string? Cluster, string Route), string>();
        foreach (var service in review.Services())
        {
            CheckExposure(service);
            CheckPaths(service);
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
        Dictionary<(string? Cluster, string Route), string> owners
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
        Dictionary<(string? Cluster, string Route), string> owners
    )
    {
        foreach (var path in service.Settings.Traffic.Paths.DefaultIfEmpty("/"))
        {
            var route = path == "/" ? host : $"{host}{path.TrimEnd('/')}";
            var taken = service
                .Review.Settings.TargetClusters()
                .Where(cluster => cluster.Includes(service.Settings) && !owners.TryAdd((cluster.Key, route), service.Name))
                .Select(cluster => owners[(cluster.Key, route)])
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
        for (var i = 0; i < service.Settings.Traffic.Paths.Length; i++)
        {
            var path = service.Settings.Traffic.Paths[i];
            if (!IsPath(path))
            {
                service.Reject(
                    service.At("traffic", "paths").Item(i),
                    $"'{path}' is not a valid path",
                    "start it with a slash, and use no double slashes, '?', '#' or spaces, such as /api"
                );
            }
        }
    }

    /// <summary>Whether a path is normalized. Double slashes and <c>%2F</c> are ambiguous.</summary>
    private static bool IsPath(string path) =>
        Uri.TryCreate($"http://host{path}", UriKind.Absolute, out var uri)
        && uri.AbsolutePath == path
        && !path.Contains("//", StringComparison.Ordinal)
        && !path.Contains("%2f", StringComparison.OrdinalIgnoreCase);
}
