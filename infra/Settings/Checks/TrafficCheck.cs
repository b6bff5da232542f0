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
        if (service.Settings.Port is null && traffic.Expose != Exposure.ClusterIp)
        {
            service.Reject(service.At("traffic", "expose"), "a service without a port cannot be exposed", "write 'port: 8080'", service.At("port"));
        }

        if (!traffic.Hosts.IsEmpty && traffic.Expose == Exposure.ClusterIp && service.Settings.Port is not null)
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
