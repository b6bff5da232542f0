using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>Resolves the probes of a service.</summary>
internal static class HealthPlanner
{
    private const string DefaultPath = "/healthz";

    /// <summary>Resolves the probes; null if the service has neither a port nor a command to probe, or runs to completion.</summary>
    public static ServiceHealth? Plan(ServiceSettings service, TimeSpan detectWithin)
    {
        var health = service.Health;
        var hasCommand = !health.Command.IsEmpty || !health.Readiness.Command.IsEmpty || !health.Liveness.Command.IsEmpty;
        if ((service.Port is null && !hasCommand) || !service.Kind.IsLongRunning())
        {
            return null;
        }

        var readiness = ProbeTiming.DetectWithin(detectWithin);
        return new ServiceHealth(
            Probe(service, health.Startup, ProbeTiming.StartWithin(health.StartWithin)),
            Probe(service, health.Readiness, readiness),
            Probe(service, health.Liveness, readiness.ForLiveness())
        );
    }

    private static HealthProbe? Probe(ServiceSettings service, ProbeSettings settings, ProbeTiming preset)
    {
        var command = settings.Command.IsEmpty && settings.Path is null ? service.Health.Command : settings.Command;
        if (!settings.Enabled || (command.IsEmpty && service.Port is null))
        {
            return null;
        }

        var timing = new ProbeTiming(
            settings.Period ?? preset.Period,
            settings.Timeout ?? preset.Timeout,
            settings.Failures ?? preset.FailureThreshold
        );
        if (!command.IsEmpty)
        {
            return new HealthProbe(ProbeKind.Command, null, command, timing);
        }

        var path = settings.Path ?? service.Health.Path;
        return path is null && service.Traffic.Protocol is Protocol.Grpc or Protocol.Tcp
            ? new HealthProbe(service.Traffic.Protocol == Protocol.Grpc ? ProbeKind.Grpc : ProbeKind.Tcp, null, [], timing)
            : new HealthProbe(ProbeKind.Http, path ?? DefaultPath, [], timing);
    }
}
