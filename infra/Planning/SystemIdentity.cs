using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>The names that identify a deployed system: its own, its stack's and those of its place in the cluster.</summary>
internal sealed record SystemIdentity(string Name, string Stack, string Namespace)
{
    /// <summary>The key of the target cluster; null if the stack has only one.</summary>
    public string? Cluster { get; init; }

    /// <summary>A part of the system with objects of its own, whose names others may have too; null for the services.</summary>
    public string? Area { get; init; }

    /// <summary>The DNS domain of the target cluster.</summary>
    public string ClusterDomain { get; init; } = ClusterSettings.DefaultDomain;

    /// <summary>The labels that the stack adds to all its objects.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The annotations that the stack adds to all its objects.</summary>
    public ImmutableSortedDictionary<string, string> Annotations { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>A Pulumi resource name, unique within the stack: objects in different clusters and areas share their names.</summary>
    public string ResourceName(string objectName) => string.Join('/', new[] { Cluster, Area, objectName }.OfType<string>());

    /// <summary>A name for a cluster-scoped object, unique among systems and stacks.</summary>
    public string Qualify(string name) => $"{Name}-{Stack}-{name}";

    /// <summary>The fully qualified DNS name of a Service, for resolvers without search domains.</summary>
    public string DnsName(string service) => $"{service}.{Namespace}.svc.{ClusterDomain}";
}
