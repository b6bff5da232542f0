using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning;

/// <summary>Resolves the probes of a container.</summary>
internal sealed class HealthPlanner
{
    private const string DefaultPath = "/healthz";

    private readonly HealthSettings _health;
    private readonly string? _sidecar;
    private readonly ImmutableArray<DeclaredPort> _pod;
    private readonly ImmutableArray<ContainerPort> _own;
    private readonly ContainerPort? _default;

    private HealthPlanner(ServiceSettings service, string? sidecar, HealthSettings health)
    {
        _health = health;
        _sidecar = sidecar;
        _pod = [.. DeclaredPort.InPod(service)];
        _own = PortPlanner.PlanContainer(service, sidecar);
        var main = DeclaredPort.FindMain(service);
        var candidates = _own.Where(port => port.Protocol.IsProbeable()).ToArray();
        _default = Array.Find(candidates, port => main?.Sidecar == sidecar && port.Number == main?.Settings.Container);
        _default ??= candidates.FirstOrDefault();
    }

    /// <summary>Resolves the probes of the service's own container; null if it has none, or runs to completion.</summary>
    public static ServiceHealth? PlanMain(ServiceSettings service, TimeSpan detectWithin) =>
        service.Kind.IsLongRunning() ? new HealthPlanner(service, null, service.Health).Plan(detectWithin) : null;

    /// <summary>Resolves the probes of a sidecar; null if it has none.</summary>
    public static ServiceHealth? PlanSidecar(ServiceSettings service, string name, ContainerSettings sidecar, TimeSpan detectWithin) =>
        sidecar.Health is { } health ? new HealthPlanner(service, name, health).Plan(health.DetectWithin ?? detectWithin) : null;

    /// <summary>Finds the port of a request to a container; null if there is none.</summary>
    public static ContainerPort? FindPort(ServiceSettings service, string? sidecar, PortReference? reference) =>
        new HealthPlanner(service, sidecar, new HealthSettings()).FindPort(reference);

    /// <summary>
    /// The mechanism of a probe; null if there is nothing to probe. A setting of the probe overrides all settings of its kind.
    /// </summary>
    public static ProbeKind? FindKind(HealthSettings health, ProbeSettings probe, Func<PortReference?, Protocol?> protocolOf) =>
        probe.Kind
        ?? FindKind(probe.Command, probe.Path is not null || probe.Headers.Count > 0 || probe.Scheme is not null, probe.Service)
        ?? (probe.Port is { } own ? Suit(protocolOf(own)) : null)
        ?? health.Kind
        ?? FindKind(health.Command, health.Path is not null || health.Headers.Count > 0 || health.Scheme is not null, health.Service)
        ?? Suit(protocolOf(health.Port));

    private static ProbeKind? FindKind(ImmutableArray<string> command, bool isHttp, string? service) =>
        !command.IsEmpty ? ProbeKind.Command
        : isHttp ? ProbeKind.Http
        : service is not null ? ProbeKind.Grpc
        : null;

    private static ProbeKind? Suit(Protocol? protocol) =>
        protocol switch
        {
            null => null,
            Protocol.Grpc => ProbeKind.Grpc,
            Protocol.Http or Protocol.Http2 => ProbeKind.Http,
            _ => ProbeKind.Tcp,
        };

    private ServiceHealth? Plan(TimeSpan detectWithin)
    {
        var readiness = ProbeTiming.DetectWithin(detectWithin);
        var probes = new ServiceHealth(
            Plan(_health.Startup, ProbeTiming.StartWithin(_health.StartWithin)),
            Plan(_health.Readiness, readiness),
            Plan(_health.Liveness, readiness.ForLiveness())
        );
        return probes is { Startup: null, Readiness: null, Liveness: null } ? null : probes;
    }

    private HealthProbe? Plan(ProbeSettings settings, ProbeTiming preset)
    {
        var kind = FindKind(_health, settings, port => FindPort(port)?.Protocol);
        var port = FindPort(settings.Port ?? _health.Port);
        if (!settings.Enabled || kind is null || (kind != ProbeKind.Command && port is null))
        {
            return null;
        }

        var probe = new HealthProbe
        {
            Kind = kind.Value,
            Timing = new ProbeTiming(
                settings.Period ?? preset.Period,
                settings.Timeout ?? preset.Timeout,
                settings.Failures ?? preset.FailureThreshold
            ),
            InitialDelay = settings.InitialDelay,
            Successes = settings.Successes,
            TerminationGracePeriod = settings.TerminationGracePeriod,
        };
        var host = settings.Host ?? _health.Host;
        return kind switch
        {
            ProbeKind.Http => probe with
            {
                Port = port,
                Path = settings.Path ?? _health.Path ?? DefaultPath,
                Scheme = settings.Scheme ?? _health.Scheme ?? ProbeScheme.Http,
                Host = host,
                Headers = MergeHeaders(settings),
            },
            ProbeKind.Grpc => probe with { Port = port, Service = settings.Service ?? _health.Service },
            ProbeKind.Tcp => probe with { Port = port, Host = host },
            _ => probe with { Command = settings.Command.IsEmpty ? _health.Command : settings.Command },
        };
    }

    /// <summary>Names of headers are case-insensitive.</summary>
    private ImmutableArray<KeyValuePair<string, string>> MergeHeaders(ProbeSettings settings)
    {
        var overridden = settings.Headers.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. _health.Headers.Where(header => !overridden.Contains(header.Key)), .. settings.Headers];
    }

    /// <summary>
    /// Finds a port of the pod. Only the container's own ports are referred to by name, because Kubernetes looks for names in the
    /// container.
    /// </summary>
    private ContainerPort? FindPort(PortReference? reference)
    {
        if (reference is null)
        {
            return _default;
        }

        var declared = _pod.OrderBy(port => port.Sidecar != _sidecar)
            .FirstOrDefault(port => reference.Name is null ? port.Settings.Container == reference.Number : port.Name == reference.Name);
        if (declared is null)
        {
            return reference.Number is { } number ? new ContainerPort(null, number, Protocol.Http) : null;
        }

        var isNamed = reference.Name is not null && declared.Sidecar == _sidecar;
        var name = isNamed ? _own.First(port => port.Key == (declared.Settings.Container, declared.Protocol.Transport())).Name : null;
        return new ContainerPort(name, declared.Settings.Container, declared.Protocol);
    }
}
