using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>Overrides for one probe.</summary>
internal sealed record ProbeSettings : IProbeMechanism
{
    /// <summary>Whether the container has this probe.</summary>
    /// <value>true</value>
    /// <remarks>With <c>false</c> the container has no such probe.</remarks>
    /// <example>health: {liveness: {enabled: false}}</example>
    public bool Enabled { get; init; } = true;

    /// <summary>A path for this probe only.</summary>
    /// <value>the one of <c>health</c></value>
    /// <remarks>The <c>httpGet.path</c> of this probe.</remarks>
    /// <example>health: {liveness: {path: /alive}}</example>
    public string? Path { get; init; }

    /// <summary>A command for this probe only.</summary>
    /// <value>the one of <c>health</c></value>
    /// <remarks>The <c>exec.command</c> of this probe.</remarks>
    /// <example>health: {liveness: {command: [/app/alive]}}</example>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>How this probe checks the container.</summary>
    /// <value>as for <c>health</c></value>
    /// <remarks>The probe's <c>httpGet</c>, <c>grpc</c>, <c>tcpSocket</c> or <c>exec</c>.</remarks>
    /// <example>health: {liveness: {kind: tcp}}</example>
    public ProbeKind? Kind { get; init; }

    /// <summary>The port of this probe only: the name of a port of the pod, or a number.</summary>
    /// <value>the one of <c>health</c></value>
    /// <remarks>The probe's <c>port</c>.</remarks>
    /// <example>health: {liveness: {port: 8081}}</example>
    public PortReference? Port { get; init; }

    /// <summary>The scheme of this probe only.</summary>
    /// <value>the one of <c>health</c></value>
    /// <remarks>The probe's <c>httpGet.scheme</c>.</remarks>
    /// <example>health: {readiness: {scheme: https}}</example>
    public ProbeScheme? Scheme { get; init; }

    /// <summary>The host that this probe connects to.</summary>
    /// <value>the one of <c>health</c></value>
    /// <remarks>The probe's <c>host</c>.</remarks>
    /// <example>health: {readiness: {host: 127.0.0.1}}</example>
    public string? Host { get; init; }

    /// <summary>Headers of this probe, added to those of <c>health</c> or overriding them.</summary>
    /// <value>none</value>
    /// <remarks>The probe's <c>httpGet.httpHeaders</c>.</remarks>
    /// <example>health: {readiness: {headers: {Cookie: "probe=1"}}}</example>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The service whose health this gRPC probe asks for.</summary>
    /// <value>the one of <c>health</c></value>
    /// <remarks>The probe's <c>grpc.service</c>.</remarks>
    /// <example>health: {readiness: {service: shop.v1.Orders}}</example>
    public string? Service { get; init; }

    /// <summary>The time from the start of the container, or the success of its startup probe, to the first probe.</summary>
    /// <value>0s</value>
    /// <remarks>The probe's <c>initialDelaySeconds</c>.</remarks>
    /// <example>health: {readiness: {initialDelay: 10s}}</example>
    public TimeSpan? InitialDelay { get; init; }

    /// <summary>The time between two probes.</summary>
    /// <value>derived from <c>detectWithin</c> or <c>startWithin</c></value>
    /// <remarks>The probe's <c>periodSeconds</c>.</remarks>
    /// <example>health: {readiness: {period: 10s}}</example>
    public TimeSpan? Period { get; init; }

    /// <summary>The time after which a probe without an answer fails.</summary>
    /// <value>derived from <c>detectWithin</c> or <c>startWithin</c></value>
    /// <remarks>The probe's <c>timeoutSeconds</c>.</remarks>
    /// <example>health: {readiness: {timeout: 2s}}</example>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The number of consecutive failures that count.</summary>
    /// <value>derived from <c>detectWithin</c> or <c>startWithin</c></value>
    /// <remarks>The probe's <c>failureThreshold</c>.</remarks>
    /// <example>health: {readiness: {failures: 5}}</example>
    [Range(1, 1000)]
    public int? Failures { get; init; }

    /// <summary>The number of consecutive successes after a failure that count.</summary>
    /// <value>1</value>
    /// <remarks>
    /// The probe's <c>successThreshold</c>, of the readiness probe only: Kubernetes allows no other value than 1 for the others.
    /// </remarks>
    /// <example>health: {readiness: {successes: 2}}</example>
    [Range(1, 1000)]
    public int? Successes { get; init; }

    /// <summary>The time from SIGTERM to SIGKILL when this probe restarts the container.</summary>
    /// <value>the pod's: <c>shutdown.drain</c> and <c>shutdown.finish</c></value>
    /// <remarks>The probe's <c>terminationGracePeriodSeconds</c>, of the startup and liveness probes only.</remarks>
    /// <example>health: {liveness: {terminationGracePeriod: 5s}}</example>
    public TimeSpan? TerminationGracePeriod { get; init; }
}

/// <summary>Mechanisms of probes.</summary>
internal enum ProbeKind
{
    /// <summary>A GET request, answered with a status from 200 to 399.</summary>
    Http,

    /// <summary>A request of the gRPC health protocol, answered with SERVING.</summary>
    Grpc,

    /// <summary>A TCP connection.</summary>
    Tcp,

    /// <summary>A command in the container that exits with 0.</summary>
    Command,
}

/// <summary>Schemes of HTTP probes.</summary>
internal enum ProbeScheme
{
    /// <summary>Without TLS.</summary>
    Http,

    /// <summary>With TLS.</summary>
    Https,
}
