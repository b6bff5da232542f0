using Infra.Backend.Settings;

namespace Infra.Backend.Checks;

/// <summary>Checks the times and paths of probes.</summary>
internal sealed class HealthCheck : ISettingsCheck
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            var health = service.Settings.Health;
            CheckMinimum(service, health.DetectWithin, "health", "detectWithin");
            CheckMinimum(service, health.StartWithin, "health", "startWithin");
            CheckPath(service, health.Path, "health", "path");
            CheckProbe(service, "startup", health.Startup);
            CheckProbe(service, "readiness", health.Readiness);
            CheckProbe(service, "liveness", health.Liveness);
            if (health.Path is not null && service.Settings.Port is null)
            {
                service.Reject(
                    service.At("health", "path"),
                    "a health path needs a port, and the service has none",
                    "write 'port: 8080', or 'command: [...]' instead of the path",
                    service.At("port")
                );
            }
        }
    }

    private static void CheckProbe(ServiceUnderReview service, string name, ProbeSettings probe)
    {
        CheckMinimum(service, probe.Period, "health", name, "period");
        CheckMinimum(service, probe.Timeout, "health", name, "timeout");
        CheckPath(service, probe.Path, "health", name, "path");
    }

    private static void CheckPath(ServiceUnderReview service, string? path, params ReadOnlySpan<string> setting)
    {
        if (path is not null && (!path.StartsWith('/') || path.Any(letter => letter is <= ' ' or > '~')))
        {
            service.Reject(
                service.At(setting),
                $"'{path}' is not a valid path",
                "start it with a slash and use no spaces, such as /healthz"
            );
        }
    }

    private static void CheckMinimum(ServiceUnderReview service, TimeSpan? time, params ReadOnlySpan<string> setting)
    {
        if (time < Second)
        {
            service.Reject(service.At(setting), "the resolution of Kubernetes' probes is one second", "write 1s or more");
        }
    }
}
