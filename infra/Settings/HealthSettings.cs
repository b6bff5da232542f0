using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Infra.Backend.Settings;

/// <summary>How the cluster finds out whether a pod is well.</summary>
internal sealed record HealthSettings
{
    /// <summary>The path that answers 200 when the pod can take requests.</summary>
    /// <value><c>/healthz</c> where the protocol is http or http2</value>
    /// <remarks>The <c>httpGet.path</c> of all probes.</remarks>
    /// <example>health: {path: /ready}</example>
    public string? Path { get; init; }

    /// <summary>A command that ends with 0 when the pod is well, for what listens on no port.</summary>
    /// <value>none: the port is asked</value>
    /// <remarks>The <c>exec.command</c> of all probes.</remarks>
    /// <example>health: {command: [/app/notifications, --check]}</example>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>How long it may take until a pod that has failed gets no more requests.</summary>
    /// <value>from the stack's fault tolerance: 30s, 15s or 10s</value>
    /// <remarks>
    /// Three failed probes in a row mean failure, so probes come every third of this time; an unready pod that stays so three times as long
    /// is restarted.
    /// </remarks>
    /// <example>health: {detectWithin: 15s}</example>
    public TimeSpan? DetectWithin { get; init; }

    /// <summary>How long a pod may take to start.</summary>
    /// <value>1m</value>
    /// <remarks>The startup probe's budget; readiness and liveness are asked after it.</remarks>
    /// <example>health: {startWithin: 2m}</example>
    public TimeSpan StartWithin { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What is different about finding out whether it has started.</summary>
    /// <value>one try each second until <c>startWithin</c> is over</value>
    /// <remarks>The <c>startupProbe</c>.</remarks>
    /// <example>health: {startup: {period: 2s, failures: 60}}</example>
    public ProbeSettings Startup { get; init; } = new();

    /// <summary>What is different about finding out whether it can take requests.</summary>
    /// <value>derived from <c>detectWithin</c></value>
    /// <remarks>The <c>readinessProbe</c>.</remarks>
    /// <example>health: {readiness: {path: /ready}}</example>
    public ProbeSettings Readiness { get; init; } = new();

    /// <summary>What is different about finding out whether it has to be restarted.</summary>
    /// <value>as the readiness probe, and as many times slower as that has tries</value>
    /// <remarks>The <c>livenessProbe</c>.</remarks>
    /// <example>health: {liveness: {failures: 6}}</example>
    public ProbeSettings Liveness { get; init; } = new();
}

/// <summary>What is different about one of the three probes.</summary>
internal sealed record ProbeSettings
{
    /// <summary>Whether it is asked at all.</summary>
    /// <value>true</value>
    /// <remarks>Without, the container has no such probe.</remarks>
    /// <example>health: {liveness: {enabled: false}}</example>
    public bool Enabled { get; init; } = true;

    /// <summary>Another path than the service's health path.</summary>
    /// <value>that of <c>health</c></value>
    /// <remarks>The <c>httpGet.path</c> of this probe.</remarks>
    /// <example>health: {liveness: {path: /alive}}</example>
    public string? Path { get; init; }

    /// <summary>Another command than the service's health command.</summary>
    /// <value>that of <c>health</c></value>
    /// <remarks>The <c>exec.command</c> of this probe.</remarks>
    /// <example>health: {liveness: {command: [/app/alive]}}</example>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>The time between two probes, instead of the one derived from <c>detectWithin</c>.</summary>
    /// <value>derived</value>
    /// <remarks>The probe's <c>periodSeconds</c>.</remarks>
    /// <example>health: {readiness: {period: 10s}}</example>
    public TimeSpan? Period { get; init; }

    /// <summary>The time an answer may take, instead of the derived one.</summary>
    /// <value>derived</value>
    /// <remarks>The probe's <c>timeoutSeconds</c>.</remarks>
    /// <example>health: {readiness: {timeout: 2s}}</example>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How many failures in a row count, instead of the derived number.</summary>
    /// <value>derived</value>
    /// <remarks>The probe's <c>failureThreshold</c>.</remarks>
    /// <example>health: {readiness: {failures: 5}}</example>
    [Range(1, 1000)]
    public int? Failures { get; init; }
}

/// <summary>How a pod is ended without losing requests.</summary>
internal sealed record ShutdownSettings
{
    /// <summary>How long the pod goes on answering after it was taken out of the Service, so that every proxy has noticed.</summary>
    /// <value>from the stack's fault tolerance: 0s, 5s or 10s; none without a port</value>
    /// <remarks>A <c>preStop</c> sleep.</remarks>
    /// <example>shutdown: {drain: 10s}</example>
    public TimeSpan? Drain { get; init; }

    /// <summary>How long the program then has to finish what it is doing.</summary>
    /// <value>25s</value>
    /// <remarks>The termination grace period is this and the drain together.</remarks>
    /// <example>shutdown: {finish: 1m}</example>
    public TimeSpan Finish { get; init; } = TimeSpan.FromSeconds(25);
}
