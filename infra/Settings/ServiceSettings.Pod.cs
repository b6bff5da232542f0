using System.Collections.Immutable;

namespace Infra.Backend.Settings;

/// <content>The settings of the pod and of its main process.</content>
internal sealed partial record ServiceSettings
{
    /// <summary>The folder that the command runs in.</summary>
    /// <value>the image's</value>
    /// <remarks>The container's <c>workingDir</c>.</remarks>
    /// <example>workingDir: /srv/app</example>
    public string? WorkingDir { get; init; }

    /// <summary>Actions right after the container's start and before its end.</summary>
    /// <value>a pod with a port waits for <c>shutdown.drain</c> before it terminates</value>
    /// <remarks>The container's <c>lifecycle</c>. A <c>preStop</c> replaces the wait.</remarks>
    /// <example>lifecycle: {preStop: {command: [/app/drain]}}</example>
    public LifecycleSettings Lifecycle { get; init; } = new();

    /// <summary>Where Kubernetes reads why the container terminated.</summary>
    /// <value>the file <c>/dev/termination-log</c></value>
    /// <remarks>The container's <c>terminationMessagePolicy</c> and <c>terminationMessagePath</c>.</remarks>
    /// <example>terminationMessage: fallbackToLogsOnError</example>
    public TerminationMessageSettings TerminationMessage { get; init; } = new();

    /// <summary>The host name of the pods, all of which share it. The pods of a stateful service always have their own names.</summary>
    /// <value>the pod's name</value>
    /// <remarks>The pods' <c>hostname</c>. It is no name of DNS: other services use that of the Service.</remarks>
    /// <example>hostname: mail</example>
    public string? Hostname { get; init; }

    /// <summary>Entries of <c>/etc/hosts</c>: host names by IP address.</summary>
    /// <value>none</value>
    /// <remarks>The pods' <c>hostAliases</c>. The addresses need a rule in <c>external</c>, too, to be reachable.</remarks>
    /// <example>hostAliases: {10.20.0.5: [db.example.com, db]}</example>
    public IReadOnlyDictionary<string, ImmutableArray<string>> HostAliases { get; init; } =
        ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>How the pods resolve names.</summary>
    /// <value>by the cluster's DNS</value>
    /// <remarks>The pods' <c>dnsPolicy</c> and <c>dnsConfig</c>, and egress rules for other name servers.</remarks>
    /// <example>dns: {options: {ndots: 2}}</example>
    public DnsSettings Dns { get; init; } = new();

    /// <summary>Whether the containers see each other's processes.</summary>
    /// <value>false</value>
    /// <remarks>The pods' <c>shareProcessNamespace</c>. The main process of a container is then not process 1.</remarks>
    /// <example>shareProcessNamespace: true</example>
    public bool ShareProcessNamespace { get; init; }
}
