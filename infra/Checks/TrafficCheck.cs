using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>What is exposed can be reached: it has a port, and each host leads to one service.</summary>
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
        if (traffic.StickyFor is { } time && (traffic.Algorithm != BalancingAlgorithm.ClientIp || time < TimeSpan.FromSeconds(1) || time > TimeSpan.FromDays(1)))
        {
            service.Reject(service.At("traffic", "stickyFor"), "clients come back to the same pod for one second to one day, and with the algorithm 'clientIp' only", "write 'algorithm: clientIp' and a time from 1s to 1d", service.At("traffic", "algorithm"), service.At("traffic", "stickyFor"));
        }

        if (traffic.Timeout is { } timeout && (timeout < TimeSpan.FromMilliseconds(1) || timeout > TimeSpan.FromDays(1)))
        {
            service.Reject(service.At("traffic", "timeout"), "an answer takes from one millisecond to one day", "write a time such as 30s");
        }

        if (service.Settings.Port is null && traffic.Expose is not (null or Exposure.ClusterIp))
        {
            service.Reject(service.At("traffic", "expose"), "a service without a port cannot be exposed", "write 'port: 8080'", service.At("port"));
        }

        if (service.Review.Settings.LoadBalancing.Backend == LoadBalancer.Services && !traffic.Hosts.IsEmpty && traffic.Expose is Exposure.ClusterIp or Exposure.Headless && service.Settings.Port is not null)
        {
            service.Reject(service.At("traffic", "hosts"), "the hosts lead nowhere, because the service is reachable inside the cluster only", "write 'traffic: {expose: loadBalancer}', or 'loadBalancing: haproxy'", service.At("traffic", "expose"));
        }
    }

    private static void CheckHost(ServiceUnderReview service, string host, SettingsPath path, Dictionary<(string? Cluster, string Route), string> owners)
    {
        if (service.Settings.Port is null)
        {
            service.Reject(path, $"the host '{host}' leads to a service without a port", "write 'port: 8080'", service.At("port"));
        }

        if (service.Settings is { Traffic: { Protocol: Protocol.Tcp, Expose: Exposure.ClusterIp or Exposure.Headless }, Port: not null } && service.Review.Settings.LoadBalancing.Backend != LoadBalancer.Services)
        {
            service.Reject(path, "a host is read from HTTP requests, and this service speaks plain TCP", "write 'traffic: {expose: loadBalancer}' to expose it without the load balancer, or another 'protocol'", service.At("traffic", "protocol"), service.At("traffic", "expose"));
        }

        if (!KubernetesNames.IsHost(host))
        {
            service.Reject(path, $"'{host}' is not a host name", "write it without scheme, port and path, in lower case, such as shop.example.com");
        }
        else
        {
            RejectTakenRoutes(service, host, path, owners);
        }
    }

    private static void RejectTakenRoutes(ServiceUnderReview service, string host, SettingsPath at, Dictionary<(string? Cluster, string Route), string> owners)
    {
        foreach (var route in service.Settings.Traffic.Paths.DefaultIfEmpty("/").Select(prefix => prefix == "/" ? host : $"{host}{prefix.TrimEnd('/')}"))
        {
            var taken = service.Review.Settings.TargetClusters()
                .Where(cluster => cluster.Includes(service.Settings) && !owners.TryAdd((cluster.Key, route), service.Name))
                .Select(cluster => owners[(cluster.Key, route)]).FirstOrDefault();
            if (taken is not null)
            {
                service.Reject(at, $"the host '{route}' already leads to '{taken}'", "give it to one of the two, or different 'paths' to both");
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
                service.Reject(service.At("traffic", "paths").Item(i), $"'{path}' is not a path", "write it with single slashes, one at the start, and without '?', '#' and spaces, such as /api");
            }
        }
    }

    /// <summary>A path as requests have it, which a slash written as <c>%2F</c> or twice would make ambiguous.</summary>
    private static bool IsPath(string path) =>
        Uri.TryCreate($"http://host{path}", UriKind.Absolute, out var uri) && uri.AbsolutePath == path
        && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("%2f", StringComparison.OrdinalIgnoreCase);
}
