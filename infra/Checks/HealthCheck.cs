using System.Net;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks the times, paths, hosts and headers of probes.</summary>
internal sealed class HealthCheck : ISettingsCheck
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            foreach (var container in ContainerHealth.In(service))
            {
                CheckContainer(container);
            }

            foreach (var name in service.Settings.Init.Where(container => container.Value.Health is not null).Select(init => init.Key))
            {
                service.Reject(
                    service.At("init", name, "health"),
                    "an init container has no probes, because it runs to completion",
                    "remove them, or move the container to 'sidecars'"
                );
            }
        }
    }

    private static void CheckContainer(ContainerHealth container)
    {
        var health = container.Settings;
        CheckMinimum(container, health.DetectWithin, "detectWithin");
        CheckMinimum(container, health.StartWithin, "startWithin");
        CheckPath(container, health.Path, "path");
        CheckHost(container, health.Host, "host");
        HeaderCheck.Check(container.Service, container.At("headers"), health.Headers);
        foreach (var (name, probe) in container.Probes)
        {
            CheckMinimum(container, probe.Period, name, "period");
            CheckMinimum(container, probe.Timeout, name, "timeout");
            CheckMinimum(container, probe.TerminationGracePeriod, name, "terminationGracePeriod");
            CheckPath(container, probe.Path, name, "path");
            CheckHost(container, probe.Host, name, "host");
            HeaderCheck.Check(container.Service, container.At(name, "headers"), probe.Headers);
        }

        if (health.Path is not null && container.Sidecar is null && health.Port is null && !HasOwnPort(container.Service.Settings))
        {
            container.Service.Reject(
                container.At("path"),
                "a health path needs a port, and the service has none",
                "write 'port: 8080', or 'command: [...]' instead of the path",
                container.Service.At("port"),
                container.Service.At("ports")
            );
        }
    }

    private static bool HasOwnPort(ServiceSettings service) => service.Port is not null || service.Ports.Count > 0;

    private static void CheckPath(ContainerHealth container, string? path, params ReadOnlySpan<string> setting)
    {
        if (path is not null && (!path.StartsWith('/') || path.Any(letter => letter is <= ' ' or > '~')))
        {
            container.Service.Reject(
                container.At(setting),
                $"'{path}' is not a valid path",
                "start it with a slash and use no spaces, such as /healthz"
            );
        }
    }

    /// <summary>Kubernetes accepts any text; a kubelet can connect only to an address or a DNS name.</summary>
    private static void CheckHost(ContainerHealth container, string? host, params ReadOnlySpan<string> setting)
    {
        if (host is not null && !IPAddress.TryParse(host, out _) && !KubernetesNames.IsDnsName(host))
        {
            container.Service.Reject(
                container.At(setting),
                $"'{host}' is not an address or a host name",
                "write it without scheme and port, such as 127.0.0.1"
            );
        }
    }

    private static void CheckMinimum(ContainerHealth container, TimeSpan? time, params ReadOnlySpan<string> setting)
    {
        if (time < Second)
        {
            container.Service.Reject(container.At(setting), "the resolution of Kubernetes' probes is one second", "write 1s or more");
        }
    }
}
