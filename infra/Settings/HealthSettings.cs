using System.Collections.Immutable;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>The probes of a service.</summary>
internal sealed record HealthSettings : IProbeMechanism
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

    /// <summary>How the probes check the container.</summary>
    /// <value>command with a command, http with a path, or else the one that suits the port's protocol</value>
    /// <remarks>The probes' <c>httpGet</c>, <c>grpc</c>, <c>tcpSocket</c> or <c>exec</c>.</remarks>
    /// <example>health: {kind: tcp}</example>
    public ProbeKind? Kind { get; init; }

    /// <summary>The port to probe: the name of a port of the pod, or a number.</summary>
    /// <value>the main port, or the first port that can be probed</value>
    /// <remarks>The <c>port</c> of all probes. A number that is not one of the ports is probed by HTTP.</remarks>
    /// <example>health: {port: 8081, path: /ready}</example>
    public PortReference? Port { get; init; }

    /// <summary>The scheme of HTTP probes.</summary>
    /// <value>http</value>
    /// <remarks>The <c>httpGet.scheme</c> of all probes. With https, certificates are not verified.</remarks>
    /// <example>health: {scheme: https}</example>
    public ProbeScheme? Scheme { get; init; }

    /// <summary>The host that HTTP and TCP probes connect to. For the header <c>Host</c> use <c>headers</c>.</summary>
    /// <value>the pod's own address</value>
    /// <remarks>
    /// The <c>host</c> of all probes. From Kubernetes 1.34 on, only the Pod Security Standard privileged allows it.
    /// </remarks>
    /// <example>health: {host: 127.0.0.1}</example>
    public string? Host { get; init; }

    /// <summary>Headers of HTTP probes.</summary>
    /// <value>none</value>
    /// <remarks>The <c>httpGet.httpHeaders</c> of all probes.</remarks>
    /// <example>health: {headers: {Host: shop.example.com, Cookie: "probe=1"}}</example>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The service whose health gRPC probes ask for.</summary>
    /// <value>none: the health of the whole server</value>
    /// <remarks>The <c>grpc.service</c> of all probes.</remarks>
    /// <example>health: {service: shop.v1.Orders}</example>
    public string? Service { get; init; }

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
