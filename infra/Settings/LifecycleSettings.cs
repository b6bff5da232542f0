using System.Collections.Immutable;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>Actions of a container right after its start and before its end.</summary>
internal sealed record LifecycleSettings
{
    /// <summary>The action after the start. It runs beside the program, and the container is restarted if it fails.</summary>
    /// <value>none</value>
    /// <remarks>The <c>lifecycle.postStart</c>. The next sidecar or container starts once it has ended.</remarks>
    /// <example>lifecycle: {postStart: {command: [/app/warm-up]}}</example>
    public HookSettings? PostStart { get; init; }

    /// <summary>The action before SIGTERM, which Kubernetes sends once it has ended.</summary>
    /// <value>a service with a port waits for <c>shutdown.drain</c></value>
    /// <remarks>
    /// The <c>lifecycle.preStop</c>. Its time is part of the termination grace period, <c>shutdown.drain</c> and <c>shutdown.finish</c>.
    /// A service should keep answering until it ends, because proxies still send requests.
    /// </remarks>
    /// <example>lifecycle: {preStop: {path: /drain}}</example>
    public HookSettings? PreStop { get; init; }
}

/// <summary>An action of a container: a command, an HTTP request or a wait.</summary>
internal sealed record HookSettings
{
    /// <summary>The command to run in the container.</summary>
    /// <value>none</value>
    /// <remarks>The hook's <c>exec.command</c>.</remarks>
    /// <example>preStop: {command: [/app/drain, --wait]}</example>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>The path of a GET request to the container.</summary>
    /// <value><c>/</c> with <c>port</c>; none otherwise</value>
    /// <remarks>The hook's <c>httpGet.path</c>.</remarks>
    /// <example>preStop: {path: /drain, port: 8081}</example>
    public string? Path { get; init; }

    /// <summary>The port of the request: the name of a port of the pod, or a number.</summary>
    /// <value>the main port, or the first port of the container</value>
    /// <remarks>The hook's <c>httpGet.port</c>.</remarks>
    /// <example>preStop: {path: /drain, port: admin}</example>
    public PortReference? Port { get; init; }

    /// <summary>The scheme of the request.</summary>
    /// <value>http</value>
    /// <remarks>The hook's <c>httpGet.scheme</c>. With https, certificates are not verified.</remarks>
    /// <example>preStop: {path: /drain, scheme: https}</example>
    public ProbeScheme? Scheme { get; init; }

    /// <summary>The headers of the request.</summary>
    /// <value>none</value>
    /// <remarks>The hook's <c>httpGet.httpHeaders</c>.</remarks>
    /// <example>preStop: {path: /drain, headers: {X-Reason: shutdown}}</example>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The time to wait.</summary>
    /// <value>none</value>
    /// <remarks>The hook's <c>sleep.seconds</c>.</remarks>
    /// <example>sidecars: {proxy: {image: "envoyproxy/envoy:v1.33.0", lifecycle: {preStop: {sleep: 5s}}}}</example>
    public TimeSpan? Sleep { get; init; }

    /// <summary>Whether the action is a request.</summary>
    internal bool IsRequest => Path is not null || Port is not null || Scheme is not null || Headers.Count > 0;
}
