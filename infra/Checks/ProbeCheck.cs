using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Checks;

/// <summary>Checks that each probe has a mechanism, a port to probe, and only settings that apply to both.</summary>
internal sealed class ProbeCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            foreach (var container in ContainerHealth.In(service))
            {
                CheckMechanism(container, [], container.Settings);
                CheckPort(container, container.Settings.Port, "port");
                foreach (var (name, probe) in container.Probes)
                {
                    CheckMechanism(container, [name], probe);
                    CheckPort(container, probe.Port, name, "port");
                    CheckThresholds(container, name, probe);
                    CheckCanProbe(container, name, probe);
                }
            }

            WarnIfUnprobed(service);
        }
    }

    /// <summary>Checks the settings of one level, those of all probes or of one, which must belong to the same mechanism.</summary>
    private static void CheckMechanism(ContainerHealth container, string[] level, IProbeMechanism settings)
    {
        (string Setting, bool IsSet, ImmutableArray<ProbeKind> Kinds)[] rules =
        [
            ("command", !settings.Command.IsEmpty, [ProbeKind.Command]),
            ("path", settings.Path is not null, [ProbeKind.Http]),
            ("scheme", settings.Scheme is not null, [ProbeKind.Http]),
            ("headers", settings.Headers.Count > 0, [ProbeKind.Http]),
            ("service", settings.Service is not null, [ProbeKind.Grpc]),
            ("host", settings.Host is not null, [ProbeKind.Http, ProbeKind.Tcp]),
            ("port", settings.Port is not null, [ProbeKind.Http, ProbeKind.Grpc, ProbeKind.Tcp]),
        ];
        var kind = settings.Kind
            ?? rules.Where(rule => rule is { IsSet: true, Kinds.Length: 1 }).Select(rule => (ProbeKind?)rule.Kinds[0]).FirstOrDefault();
        foreach (var (setting, _, kinds) in rules.Where(rule => rule.IsSet && kind is { } known && !rule.Kinds.Contains(known)))
        {
            container.Service.Reject(
                container.At([.. level, setting]),
                $"a probe of the kind '{Format(kind!.Value)}' has no '{setting}'",
                $"remove it, or write 'kind: {Format(kinds[0])}' and only settings of that kind"
            );
        }
    }

    private static void CheckPort(ContainerHealth container, PortReference? reference, params ReadOnlySpan<string> setting)
    {
        if (reference is null)
        {
            return;
        }

        DeclaredPort[] ports = [.. DeclaredPort.InPod(container.Service.Settings)];
        string[] names = [.. ports.Select(port => port.Name).OfType<string>()];
        if (reference.Name is { } name && !names.Contains(name, StringComparer.Ordinal))
        {
            container.Service.Reject(
                container.At(setting),
                $"the pod has no port '{name}'",
                names.Length == 0 ? "write a number" : Suggestion.For(name, names),
                [.. DependsOnPorts(container.Service), container.At(setting)]
            );
        }

        var found = Array.Find(ports, port =>
            reference.Name is null ? port.Settings.Container == reference.Number : port.Name == reference.Name
        );
        if (found is not null && !found.Protocol.IsProbeable())
        {
            container.Service.Reject(
                container.At(setting),
                $"Kubernetes cannot probe the port '{reference}', which uses {found.Protocol.Transport()}",
                "name a port of another protocol, or write 'command: [...]'"
            );
        }
    }

    /// <summary>
    /// Kubernetes' validation of probes: only a readiness probe succeeds more than once, and only the others restart containers.
    /// </summary>
    private static void CheckThresholds(ContainerHealth container, string name, ProbeSettings probe)
    {
        if (name != ContainerHealth.Readiness && probe.Successes is not (null or 1))
        {
            container.Service.Reject(
                container.At(name, "successes"),
                $"Kubernetes allows only 1 for a {name} probe",
                "remove it; a readiness probe may need several"
            );
        }

        if (name == ContainerHealth.Readiness && probe.TerminationGracePeriod is not null)
        {
            container.Service.Reject(
                container.At(name, "terminationGracePeriod"),
                "a readiness probe does not restart the container, so it has no grace period",
                "remove it, or set it for the liveness probe"
            );
        }
    }

    private static void CheckCanProbe(ContainerHealth container, string name, ProbeSettings probe)
    {
        var health = container.Settings;
        var kind = probe.Kind ?? health.Kind;
        var hasCommand = !probe.Command.IsEmpty || !health.Command.IsEmpty;
        if (probe.Enabled && kind == ProbeKind.Command && !hasCommand)
        {
            container.Service.Reject(
                container.At(probe.Kind is null ? ["kind"] : [name, "kind"]),
                "the command is missing",
                "write 'command: [...]'",
                container.At("command"),
                container.At(name, "command")
            );
        }

        var needsPort = probe.Path is not null || probe.Headers.Count > 0 || probe.Scheme is not null || probe.Service is not null;
        var isSet = needsPort || probe.Kind is not (null or ProbeKind.Command);
        if (isSet && probe.Port is null && health.Port is null && !HasProbeablePort(container))
        {
            container.Service.Reject(
                container.At(name),
                "this probe needs a port, and the container has none that Kubernetes can probe",
                "write 'port: 8080' for the container, or for the probe",
                DependsOnPorts(container.Service)
            );
        }
    }

    private static void WarnIfUnprobed(ServiceUnderReview service)
    {
        var health = service.Settings.Health;
        var isUnprobed =
            service.Settings is { Kind: var kind, HasPorts: true }
            && kind.IsLongRunning()
            && (health.Startup.Enabled || health.Readiness.Enabled || health.Liveness.Enabled)
            && HealthPlanner.PlanMain(service.Settings, TimeSpan.FromMinutes(1)) is null;
        if (isUnprobed)
        {
            service.Review.Warn(
                service.At("health"),
                "no probe checks the container, because it has no TCP port",
                "write 'health: {command: [...]}', or 'health: {port: <a TCP port of the pod>}'"
            );
        }
    }

    private static bool HasProbeablePort(ContainerHealth container) =>
        DeclaredPort.InPod(container.Service.Settings).Any(port => port.Sidecar == container.Sidecar && port.Protocol.IsProbeable());

    /// <summary>The settings that an error about a missing port depends on.</summary>
    internal static SettingsPath[] DependsOnPorts(ServiceUnderReview service) =>
        [service.At("port"), service.At("ports"), service.At("sidecars")];

    private static string Format(ProbeKind kind) => ScalarType.EnumName(kind.ToString());
}
