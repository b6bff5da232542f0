using System.Collections.Immutable;
using Infra.Backend.Planning.K3s;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks.K3s;

/// <summary>Checks clusters that the stack creates: their version, their nodes and their addresses on the local engine.</summary>
internal sealed class K3sCheck : ISettingsCheck
{
    /// <summary>A host name has at most 63 characters, of which a node's number takes up to five.</summary>
    private const int MaxPoolNameLength = 58;

    private static readonly ImmutableArray<string> Components = ["coredns", "local-storage", "metrics-server", "servicelb", "traefik"];

    /// <summary>K3s' default ranges of pods and of Services.</summary>
    private static readonly ImmutableArray<string> Reserved = ["10.42.0.0/16", "10.43.0.0/16"];

    public void Check(SettingsReview review)
    {
        var known = new List<(TargetCluster Cluster, K3sNetwork Network)>();
        foreach (var cluster in K3sClusters.Find(review))
        {
            CheckVersion(review, cluster);
            CheckNodes(review, cluster);
            CheckNames(review, cluster);
            if (cluster.Settings.Hosts.IsEmpty)
            {
                CheckSubnet(review, cluster, known);
            }
        }
    }

    private static void CheckVersion(SettingsReview review, TargetCluster cluster)
    {
        if (cluster.Settings.Version is null)
        {
            review.Reject(cluster.Path.Key("version"), "the release of K3s is missing", "write 'version: v1.36.2-k3s1'");
        }

        RejectOther("kubeconfig", cluster.Settings.Kubeconfig);
        RejectOther("context", cluster.Settings.Context);

        void RejectOther(string key, string? value)
        {
            if (value is not null)
            {
                review.Reject(
                    cluster.Path.Key(key),
                    "the stack creates the cluster, whose kubeconfig follows from its credentials",
                    "remove it, or write 'kind: existing' for a cluster that is there already"
                );
            }
        }
    }

    private static void CheckNodes(SettingsReview review, TargetCluster cluster)
    {
        var settings = cluster.Settings;
        if (settings.Servers % 2 == 0)
        {
            review.Reject(
                cluster.Path.Key("servers"),
                $"{settings.Servers} servers survive no more failures than {settings.Servers - 1}: etcd needs more than half of them",
                $"write {settings.Servers - 1} or {settings.Servers + 1}"
            );
        }

        foreach (var name in settings.Pools.Keys)
        {
            if (name == HostAssignment.Servers)
            {
                review.Reject(
                    cluster.Path.Key("pools").Key(name),
                    "the servers have the names of this pool's nodes",
                    "give the pool another name; 'servers' is the number of servers"
                );
            }
            else if (name.Length > MaxPoolNameLength)
            {
                review.Reject(
                    cluster.Path.Key("pools").Key(name),
                    $"the names of its nodes would be longer than those of hosts may be",
                    $"use at most {MaxPoolNameLength} characters"
                );
            }
        }
    }

    private static void CheckNames(SettingsReview review, TargetCluster cluster)
    {
        for (var i = 0; i < cluster.Settings.Disable.Length; i++)
        {
            var component = cluster.Settings.Disable[i];
            if (!Components.Contains(component, StringComparer.Ordinal))
            {
                review.Reject(
                    cluster.Path.Key("disable").Item(i),
                    $"K3s has no component '{component}'",
                    Suggestion.For(component, [.. Components])
                );
            }
        }

        for (var i = 0; i < cluster.Settings.TlsNames.Length; i++)
        {
            if (!K3sAddresses.IsHost(cluster.Settings.TlsNames[i]))
            {
                review.Reject(
                    cluster.Path.Key("tlsNames").Item(i),
                    $"'{cluster.Settings.TlsNames[i]}' is neither a DNS name nor an IP address",
                    "write it without scheme and port, such as k8s.example.com"
                );
            }
        }
    }

    private static void CheckSubnet(SettingsReview review, TargetCluster cluster, List<(TargetCluster Cluster, K3sNetwork Network)> known)
    {
        var at = cluster.Path.Key("subnet");
        if (!K3sNetwork.TryParse(cluster.Settings.Subnet, out var network))
        {
            var (smallest, largest) = K3sNetwork.Prefixes;
            review.Reject(
                at,
                $"'{cluster.Settings.Subnet}' is not a range of IPv4 addresses for containers",
                $"write its first address and a prefix from /{smallest} to /{largest}, such as 10.44.0.0/16"
            );
            return;
        }

        if (Reserved.FirstOrDefault(range => K3sNetwork.TryParse(range, out var other) && network.Overlaps(other)) is { } reserved)
        {
            review.Reject(
                at,
                $"it overlaps with {reserved}, which K3s uses for pods or Services",
                "write another range, such as 10.44.0.0/16"
            );
        }

        if (known.FirstOrDefault(other => other.Network.Overlaps(network)).Cluster is { } same)
        {
            review.Reject(
                at,
                $"it overlaps with that of '{same.Key}', and both clusters run on the local Docker engine",
                "write another range, such as 10.45.0.0/16",
                at,
                same.Path.Key("subnet")
            );
        }

        var agents = cluster.Settings.Pools.Values.Sum(pool => (long)pool.NodeCount);
        if (agents > network.DynamicAddresses)
        {
            review.Reject(
                at,
                $"it has addresses for {network.DynamicAddresses} agents, and the pools have {agents}",
                "write a larger range"
            );
        }

        known.Add((cluster, network));
    }
}
