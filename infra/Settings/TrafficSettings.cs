using System.Collections.Immutable;
using Infra.Settings.Binding;

namespace Infra.Settings;

/// <summary>How a service is reached.</summary>
internal sealed record TrafficSettings
{
    /// <summary>From how far away it can be reached.</summary>
    /// <value>clusterIp</value>
    /// <example>traffic: {expose: loadBalancer}</example>
    public Exposure Expose { get; init; } = Exposure.ClusterIp;

    /// <summary>The host names it answers to from outside.</summary>
    /// <remarks>An Ingress with a rule for each.</remarks>
    /// <example>traffic: {hosts: [shop.example.com]}</example>
    public ImmutableArray<string> Hosts { get; init; } = [];
}

/// <summary>Kubernetes' Service types.</summary>
internal enum Exposure
{
    /// <summary>Inside the cluster, at one virtual address.</summary>
    ClusterIp,

    /// <summary>From outside, at a port of every node.</summary>
    NodePort,

    /// <summary>From outside, at an address of its own.</summary>
    LoadBalancer,
}
