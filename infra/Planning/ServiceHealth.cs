using System.Collections.Immutable;

namespace Infra.Backend.Planning;

/// <summary>The probes of a service's container; null for those it does without.</summary>
internal sealed record ServiceHealth(HealthProbe? Startup, HealthProbe? Readiness, HealthProbe? Liveness);

/// <param name="Kind">The probe's mechanism.</param>
/// <param name="Path">The path to request; null unless the mechanism is HTTP.</param>
/// <param name="Command">The command to run; empty unless the mechanism is a command.</param>
/// <param name="Timing">Period, timeout and failure threshold.</param>
internal sealed record HealthProbe(ProbeKind Kind, string? Path, ImmutableArray<string> Command, ProbeTiming Timing);

/// <summary>Mechanisms of probes.</summary>
internal enum ProbeKind
{
    Http,
    Grpc,
    Tcp,
    Command,
}
