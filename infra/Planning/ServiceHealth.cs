using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>The probes of a container; null for a probe that is disabled or has nothing to probe.</summary>
internal sealed record ServiceHealth(HealthProbe? Startup, HealthProbe? Readiness, HealthProbe? Liveness)
{
    /// <summary>The ports that are probed.</summary>
    public IEnumerable<ContainerPort> Ports => new[] { Startup, Readiness, Liveness }.Select(probe => probe?.Port).OfType<ContainerPort>();
}

/// <summary>A probe of a container.</summary>
internal sealed record HealthProbe
{
    public required ProbeKind Kind { get; init; }

    /// <summary>Period, timeout and failure threshold.</summary>
    public required ProbeTiming Timing { get; init; }

    /// <summary>The port to probe, with a name if it is one of the container's own; null for a command.</summary>
    public ContainerPort? Port { get; init; }

    /// <summary>The path to request; null unless the mechanism is HTTP.</summary>
    public string? Path { get; init; }

    /// <summary>The scheme of an HTTP probe.</summary>
    public ProbeScheme Scheme { get; init; } = ProbeScheme.Http;

    /// <summary>The host to connect to; null for the pod.</summary>
    public string? Host { get; init; }

    /// <summary>The headers of an HTTP probe, in order.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The service whose health a gRPC probe asks for; null for that of the whole server.</summary>
    public string? Service { get; init; }

    /// <summary>The command to run; empty unless the mechanism is a command.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>The time until the first probe; null for none.</summary>
    public TimeSpan? InitialDelay { get; init; }

    /// <summary>The success threshold; null for Kubernetes' default of 1.</summary>
    public int? Successes { get; init; }

    /// <summary>The time from SIGTERM to SIGKILL after this probe has failed; null for the pod's.</summary>
    public TimeSpan? TerminationGracePeriod { get; init; }
}
