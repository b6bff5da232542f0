using System.Globalization;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Documents;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Explanations;

/// <summary>Explains the probes of a service's containers.</summary>
internal static class HealthExplainer
{
    private const string ReadinessRule = "detection time in whole seconds / 3 tries; timeout = period / 2";
    private const string LivenessRule = "period = readiness probe's period x its failure threshold";

    public static void Explain(DecisionLog log, ServicePlan service)
    {
        if (service.Health is { } health)
        {
            Explain(log, service, health, "health");
        }

        foreach (var sidecar in service.Sidecars)
        {
            if (sidecar.Health is { } own)
            {
                Explain(log, service, own, $"sidecars.{sidecar.Name}.health");
            }
        }
    }

    private static void Explain(DecisionLog log, ServicePlan service, ServiceHealth health, string at)
    {
        var isPreset = log.PresetPlace is not null && !log.IsSet($"{at}.detectWithin");
        var startup = "rule: one try per second until health.startWithin is over";
        Explain("startup", health.Startup, startup, $"{at}.startWithin", null);
        Explain("readiness", health.Readiness, DetectionReason(ReadinessRule), $"{at}.detectWithin", log.PresetPlace);
        Explain("liveness", health.Liveness, DetectionReason(LivenessRule), $"{at}.detectWithin", log.PresetPlace);

        string DetectionReason(string rule) => isPreset ? $"{log.PresetReason("its detection time")}; {rule}" : $"rule: {rule}";

        void Explain(string name, HealthProbe? probe, string reason, string source, Location? preset)
        {
            if (probe is { Timing: var timing })
            {
                var pace =
                    $"every {Duration.Format(timing.Period)}, {timing.FailureThreshold} failures, timeout {Duration.Format(timing.Timeout)}";
                log.Add($"{at}.{name}", $"{Describe(probe, service)}: {pace}", reason, $"{at}.{name}", source, preset);
            }
        }
    }

    /// <summary>The mechanism and what it probes. An HTTP probe of the main port is described by its path alone.</summary>
    private static string Describe(HealthProbe probe, ServicePlan service)
    {
        var kind = DecisionLog.EnumName(probe.Kind);
        if (probe.Port is not { } port)
        {
            return $"{kind} {string.Join(' ', probe.Command)}";
        }

        var number = string.Create(CultureInfo.InvariantCulture, $"port {port.Number}");
        return probe.Kind == ProbeKind.Http
            ? $"{kind} {probe.Path}{(port.Number == service.Traffic?.Main.Target.Number ? "" : $" at {number}")}"
            : $"{kind} {number}";
    }
}
