using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.K3s;

/// <summary>A node of a cluster of K3s: a container.</summary>
internal sealed record K3sNode
{
    /// <summary>Kubernetes' label of a node's zone.</summary>
    public const string ZoneLabel = "topology.kubernetes.io/zone";

    /// <summary>
    /// The labels that a node registers with, since volumes and pods may ask for its place at once. The stack sets the others through the
    /// API, so that it can remove them: those of a kubelet stay.
    /// </summary>
    public static ImmutableArray<string> RegisteredLabels { get; } = [ZoneLabel, "topology.kubernetes.io/region"];

    /// <summary>The name of the node, unique in the cluster.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the container, unique on its engine.</summary>
    public required string Container { get; init; }

    /// <summary>Whether it runs the control plane and etcd.</summary>
    public required bool IsServer { get; init; }

    /// <summary>The machine that it runs on; null for the local engine.</summary>
    public required ClusterHostSettings? Host { get; init; }

    /// <summary>Its fixed address; null for an agent on the local engine, which gets another one at each start.</summary>
    public required string? Address { get; init; }

    /// <summary>The labels of the node, its zone included.</summary>
    public required ImmutableSortedDictionary<string, string> Labels { get; init; }

    /// <summary>The taints that it registers with, and that the stack sets later.</summary>
    public required ImmutableArray<TaintSettings> Taints { get; init; }

    /// <summary>The maximum number of its pods; null for the kubelet's default.</summary>
    public required int? MaxPods { get; init; }

    /// <summary>The content of <c>/etc/rancher/k3s/config.yaml</c>.</summary>
    public string Config { get; init; } = "";

    /// <summary>
    /// The volumes by the paths of the container: those of the image, which an image change would lose, and the node's password, without
    /// which the servers refuse the same name again. Those with data hold etcd, the volumes of pods, and what the node needs to find them
    /// again.
    /// </summary>
    public ImmutableArray<(string Name, string Path, bool HasData)> Volumes =>
        [
            ($"{Container}-k3s", "/var/lib/rancher/k3s", true),
            ($"{Container}-kubelet", "/var/lib/kubelet", false),
            ($"{Container}-cni", "/var/lib/cni", false),
            ($"{Container}-log", "/var/log", false),
            ($"{Container}-identity", "/etc/rancher/node", true),
        ];
}
