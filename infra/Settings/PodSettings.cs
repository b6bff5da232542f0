using System.Collections.Immutable;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>Where Kubernetes reads why a container terminated.</summary>
[ShortForm(nameof(Policy), KeepsPath = true)]
internal sealed record TerminationMessageSettings
{
    /// <summary>The source of the message.</summary>
    /// <value>file</value>
    /// <remarks>The container's <c>terminationMessagePolicy</c>. The message is part of the pod's status and of its events.</remarks>
    /// <example>terminationMessage: fallbackToLogsOnError</example>
    public TerminationMessagePolicy? Policy { get; init; }

    /// <summary>The file that the program writes the message to.</summary>
    /// <value><c>/dev/termination-log</c></value>
    /// <remarks>The container's <c>terminationMessagePath</c>, which is writable also with a read-only root file system.</remarks>
    /// <example>terminationMessage: {path: /tmp/last-words}</example>
    public string? Path { get; init; }
}

/// <summary>Sources of termination messages.</summary>
internal enum TerminationMessagePolicy
{
    /// <summary>The file.</summary>
    File,

    /// <summary>The file, or the end of the log if the file is empty and the container failed.</summary>
    FallbackToLogsOnError,
}

/// <summary>How pods resolve names.</summary>
[ShortForm(nameof(Policy), KeepsPath = true)]
internal sealed record DnsSettings
{
    /// <summary>The source of the name servers and search domains.</summary>
    /// <value>clusterFirst</value>
    /// <remarks>The pods' <c>dnsPolicy</c>.</remarks>
    /// <example>dns: {policy: none, nameservers: [10.20.0.53], searches: [example.com]}</example>
    public DnsPolicy? Policy { get; init; }

    /// <summary>The IP addresses of name servers, in addition to those of the policy: at most three together.</summary>
    /// <value>none</value>
    /// <remarks>
    /// The <c>dnsConfig.nameservers</c>, and an egress rule for port 53 of each. Programs ask the next one only if one does not answer.
    /// </remarks>
    /// <example>dns: {nameservers: [10.20.0.53]}</example>
    public ImmutableArray<string> Nameservers { get; init; } = [];

    /// <summary>Search domains, in addition to those of the policy.</summary>
    /// <value>none</value>
    /// <remarks>The <c>dnsConfig.searches</c>.</remarks>
    /// <example>dns: {searches: [corp.example.com]}</example>
    public ImmutableArray<string> Searches { get; init; } = [];

    /// <summary>Options of resolv.conf(5) by name; an option without a value has the value "".</summary>
    /// <value>those of the policy</value>
    /// <remarks>The <c>dnsConfig.options</c>.</remarks>
    /// <example>dns: {options: {ndots: 2, single-request-reopen: ""}}</example>
    public IReadOnlyDictionary<string, Text> Options { get; init; } = ImmutableDictionary<string, Text>.Empty;
}

/// <summary>Sources of name servers and search domains.</summary>
internal enum DnsPolicy
{
    /// <summary>The cluster's DNS, which forwards other names.</summary>
    ClusterFirst,

    /// <summary>The resolver of the node, which does not know services. Its address is unknown, so port 53 is open everywhere.</summary>
    Default,

    /// <summary>Only what the other settings name.</summary>
    None,
}
