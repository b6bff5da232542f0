using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings;

/// <summary>A machine with a Docker engine that runs a node of a cluster.</summary>
[ShortForm(nameof(Engine))]
internal sealed record ClusterHostSettings
{
    /// <summary>The address of its Docker engine: over ssh, or a socket or a port with TLS.</summary>
    /// <remarks>The <c>host</c> of a Docker provider.</remarks>
    /// <example>hosts: ["ssh://root@10.0.0.11:22"]</example>
    public required string Engine { get; init; }

    /// <summary>The address by which the other nodes reach it.</summary>
    /// <value>the host of <c>engine</c></value>
    /// <remarks>The node's <c>node-ip</c>; of a server, an address of the API too.</remarks>
    /// <example>hosts: [{engine: "ssh://node-1.example.com", address: 10.0.0.11}]</example>
    public string? Address { get; init; }

    /// <summary>Its address outside the network of the nodes.</summary>
    /// <value>none</value>
    /// <remarks>The node's <c>node-external-ip</c>.</remarks>
    /// <example>hosts: [{engine: "ssh://root@10.0.0.11", externalAddress: 203.0.113.11}]</example>
    public string? ExternalAddress { get; init; }

    /// <summary>The pool of its node.</summary>
    /// <value>none: a server, or a node of the first pool that lacks one</value>
    /// <remarks>The labels and taints of its node.</remarks>
    /// <example>hosts: [{engine: "ssh://root@10.0.0.21", pool: batch}]</example>
    public string? Pool { get; init; }
}
