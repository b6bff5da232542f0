using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Infra.Backend.Settings;

/// <summary>The probes of a service.</summary>
internal sealed record HealthSettings
{
    /// <summary>The path that answers 200 when the pod is ready.</summary>
    /// <value><c>/healthz</c> where the protocol is http or http2</value>
    /// <remarks>The <c>httpGet.path</c> of all probes.</remarks>
    /// <example>health: {path: /ready}</example>
    public string? Path { get; init; }

    /// <summary>A command that exits with 0 when the pod is healthy, for services without a port.</summary>
    /// <value>none: the port is probed</value>
    /// <remarks>The <c>exec.command</c> of all probes.</remarks>
    /// <example>health: {command: [/app/notifications, --check]}</example>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>The longest time until a failed pod receives no more requests.</summary>
    /// <value>from the stack's fault tolerance: 30s, 15s or 10s</value>
    /// <remarks>
    /// The probe period is a third of this time, because three consecutive failures make a pod unready. A pod that stays unhealthy three
    /// times as long is restarted.
    /// </remarks>
    /// <example>health: {detectWithin: 15s}</example>
    public TimeSpan? DetectWithin { get; init; }

    /// <summary>The longest time a pod may take to start.</summary>
    /// <value>1m</value>
    /// <remarks>The startup probe's failure threshold. The other probes start after it succeeds.</remarks>
    /// <example>health: {startWithin: 2m}</example>
    public TimeSpan StartWithin { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Overrides for the startup probe.</summary>
    /// <value>one try per second until <c>startWithin</c> is over</value>
    /// <remarks>The <c>startupProbe</c>.</remarks>
    /// <example>health: {startup: {period: 2s, failures: 60}}</example>
    public ProbeSettings Startup { get; init; } = new();

    /// <summary>Overrides for the readiness probe.</summary>
    /// <value>derived from <c>detectWithin</c></value>
    /// <remarks>The <c>readinessProbe</c>.</remarks>
    /// <example>health: {readiness: {path: /ready}}</example>
    public ProbeSettings Readiness { get; init; } = new();

    /// <summary>Overrides for the liveness probe.</summary>
    /// <value>like the readiness probe, with its detection time as the period</value>
    /// <remarks>The <c>livenessProbe</c>.</remarks>
    /// <example>health: {liveness: {failures: 6}}</example>
    public ProbeSettings Liveness { get; init; } = new();
}

/// <summary>Overrides for one probe.</summary>
internal sealed record ProbeSettings
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
}

/// <summary>How a pod terminates without losing requests.</summary>
internal sealed record ShutdownSettings
{
    /// <summary>How long a terminating pod keeps answering while proxies remove it from their endpoints.</summary>
    /// <value>from the stack's fault tolerance: 0s, 5s or 10s; 0s without a port</value>
    /// <remarks>A <c>preStop</c> sleep.</remarks>
    /// <example>shutdown: {drain: 10s}</example>
    public TimeSpan? Drain { get; init; }

    /// <summary>The time the program then has to finish its work after SIGTERM.</summary>
    /// <value>25s</value>
    /// <remarks>The termination grace period is the sum of <c>drain</c> and <c>finish</c>.</remarks>
    /// <example>shutdown: {finish: 1m}</example>
    public TimeSpan Finish { get; init; } = TimeSpan.FromSeconds(25);
}
