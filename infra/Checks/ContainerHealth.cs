using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>The probes of a container, as they are set.</summary>
/// <param name="Service">The service.</param>
/// <param name="Sidecar">The sidecar; null for the service's own container.</param>
/// <param name="Settings">The settings of its probes.</param>
internal sealed record ContainerHealth(ServiceUnderReview Service, string? Sidecar, HealthSettings Settings)
{
    public const string Startup = "startup";
    public const string Readiness = "readiness";
    public const string Liveness = "liveness";

    /// <summary>The probes by name.</summary>
    public IEnumerable<(string Name, ProbeSettings Probe)> Probes =>
        [(Startup, Settings.Startup), (Readiness, Settings.Readiness), (Liveness, Settings.Liveness)];

    /// <summary>The containers of a service that have probes.</summary>
    public static IEnumerable<ContainerHealth> In(ServiceUnderReview service) =>
        service
            .Settings.Sidecars.Where(sidecar => sidecar.Value.Health is not null)
            .Select(sidecar => new ContainerHealth(service, sidecar.Key, sidecar.Value.Health!))
            .Prepend(new ContainerHealth(service, null, service.Settings.Health));

    /// <summary>The path of a setting of the probes.</summary>
    public SettingsPath At(params ReadOnlySpan<string> keys) =>
        Sidecar is null ? Service.At(["health", .. keys]) : Service.At(["sidecars", Sidecar, "health", .. keys]);
}
