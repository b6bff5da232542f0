using Infra.Settings.Binding;

namespace Infra.Settings.Checks;

/// <summary>What is exposed can be reached: it has a port, and each host leads to one service.</summary>
internal sealed class TrafficCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var service in review.Services())
        {
            CheckExposure(service);
            for (var i = 0; i < service.Settings.Traffic.Hosts.Length; i++)
            {
                CheckHost(service, service.Settings.Traffic.Hosts[i], service.At("traffic", "hosts").Item(i), owners);
            }
        }
    }

    private static void CheckExposure(ServiceUnderReview service)
    {
        var traffic = service.Settings.Traffic;
        if (traffic.Algorithm is { } algorithm and not (BalancingAlgorithm.Random or BalancingAlgorithm.ClientIp))
        {
            service.Review.Warn(
                service.At("traffic", "algorithm"),
                $"plain Services cannot balance by '{ScalarType.Word(algorithm.ToString())}': kube-proxy picks a pod at random for each connection",
                "write 'random' or 'clientIp'");
        }

        if (traffic.StickyFor is { } time && (traffic.Algorithm != BalancingAlgorithm.ClientIp || time < TimeSpan.FromSeconds(1) || time > TimeSpan.FromDays(1)))
        {
            service.Reject(service.At("traffic", "stickyFor"), "clients come back to the same pod for one second to one day, and with the algorithm 'clientIp' only", "write 'algorithm: clientIp' and a time from 1s to 1d", service.At("traffic", "algorithm"), service.At("traffic", "stickyFor"));
        }

        if (service.Settings.Port is null && traffic.Expose != Exposure.ClusterIp)
        {
            service.Reject(service.At("traffic", "expose"), "a service without a port cannot be exposed", "write 'port: 8080'", service.At("port"));
        }

        if (!traffic.Hosts.IsEmpty && traffic.Expose is Exposure.ClusterIp or Exposure.Headless && service.Settings.Port is not null)
        {
            service.Reject(service.At("traffic", "hosts"), "the hosts lead nowhere, because the service is reachable inside the cluster only", "write 'traffic: {expose: loadBalancer}'", service.At("traffic", "expose"));
        }
    }

    private static void CheckHost(ServiceUnderReview service, string host, SettingsPath path, Dictionary<string, string> owners)
    {
        if (service.Settings.Port is null)
        {
            service.Reject(path, $"the host '{host}' leads to a service without a port", "write 'port: 8080'", service.At("port"));
        }

        if (!KubernetesNames.IsHost(host))
        {
            service.Reject(path, $"'{host}' is not a host name", "write it without scheme, port and path, in lower case, such as shop.example.com");
        }
        else if (!owners.TryAdd(host, service.Name))
        {
            service.Reject(path, $"the host '{host}' already leads to '{owners[host]}'", "give it to one of the two");
        }
    }
}
