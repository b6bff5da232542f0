using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning.K3s;

/// <summary>A cluster of K3s in containers.</summary>
internal sealed record K3sPlan
{
    /// <summary>The port of the API at the servers.</summary>
    public const int ApiPort = 6443;

    /// <summary>A name for it that is unique among systems, stacks and clusters.</summary>
    public required string Name { get; init; }

    /// <summary>The settings it follows from.</summary>
    public required ClusterSettings Settings { get; init; }

    /// <summary>The release of K3s.</summary>
    public required K3sVersion Version { get; init; }

    /// <summary>The image of the nodes.</summary>
    public required string Image { get; init; }

    /// <summary>The addresses of the containers; null if the nodes have hosts.</summary>
    public required K3sNetwork? Network { get; init; }

    /// <summary>The servers, in the order in which they start and are upgraded.</summary>
    public required ImmutableArray<K3sNode> Servers { get; init; }

    /// <summary>The agents, in the order in which they start and are upgraded.</summary>
    public required ImmutableArray<K3sNode> Agents { get; init; }

    /// <summary>The load balancer; null if there is none.</summary>
    public required K3sBalancer? Balancer { get; init; }

    /// <summary>The content of <c>/etc/rancher/k3s/registries.yaml</c>; null if the nodes pull from the images' registries.</summary>
    public required string? Registries { get; init; }

    /// <summary>The authorities, tokens and the administrator.</summary>
    public required K3sIdentity Identity { get; init; }

    /// <summary>The URL of the API.</summary>
    public required string Api { get; init; }

    /// <summary>The kubeconfig of the administrator.</summary>
    public required string Kubeconfig { get; init; }

    /// <summary>All nodes.</summary>
    public IEnumerable<K3sNode> Nodes => Servers.Concat(Agents);

    /// <summary>Whether the API's port is published by the first server itself.</summary>
    public bool PublishesServer => Balancer is null && Network is not null;
}
