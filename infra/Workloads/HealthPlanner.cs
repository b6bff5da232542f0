using Infra.Backend.Resilience;
using Infra.Backend.Settings;

namespace Infra.Backend.Workloads;

/// <summary>Decides what a service is asked and how often.</summary>
internal static class HealthPlanner
{
    private const string DefaultPath = "/healthz";

    /// <summary>Null if there is nothing to ask: no port, no command.</summary>
    public static ServiceHealth? HealthOf(ServiceSettings service, FaultTolerancePreset preset)
    {
        var health = service.Health;
        var isAsked = service.Port is not null || !health.Command.IsEmpty || !health.Readiness.Command.IsEmpty || !health.Liveness.Command.IsEmpty;
        if (!isAsked || service.Kind is ServiceKind.Job or ServiceKind.Cron)
        {
            return null;
        }

        var readiness = Heartbeat.DetectingWithin(health.DetectWithin ?? preset.DetectWithin);
        return new ServiceHealth(
            Probe(service, health.Startup, Heartbeat.StartingWithin(health.StartWithin)),
            Probe(service, health.Readiness, readiness),
            Probe(service, health.Liveness, readiness.Slower()));
    }

    private static HealthProbe? Probe(ServiceSettings service, ProbeSettings settings, Heartbeat derived)
    {
        var command = settings.Command.IsEmpty && settings.Path is null ? service.Health.Command : settings.Command;
        if (!settings.Enabled || (command.IsEmpty && service.Port is null))
        {
            return null;
        }

        var pace = new Heartbeat(settings.Period ?? derived.Period, settings.Timeout ?? derived.Timeout, settings.Failures ?? derived.Failures);
        if (!command.IsEmpty)
        {
            return new HealthProbe(ProbeKind.Command, null, command, pace);
        }

        var path = settings.Path ?? service.Health.Path;
        return path is null && service.Traffic.Protocol is Protocol.Grpc or Protocol.Tcp
            ? new HealthProbe(service.Traffic.Protocol == Protocol.Grpc ? ProbeKind.Grpc : ProbeKind.Tcp, null, [], pace)
            : new HealthProbe(ProbeKind.Http, path ?? DefaultPath, [], pace);
    }
}
