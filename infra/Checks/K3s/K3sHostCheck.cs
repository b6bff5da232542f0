using System.Collections.Immutable;
using System.Net;
using Infra.Backend.Planning.K3s;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks.K3s;

/// <summary>Checks the hosts of a cluster: their engines and addresses, and that each runs exactly one node.</summary>
internal sealed class K3sHostCheck : ISettingsCheck
{
    private static readonly ImmutableArray<string> Schemes = ["ssh", "tcp", "unix"];

    public void Check(SettingsReview review)
    {
        foreach (var cluster in K3sClusters.Find(review))
        {
            if (!cluster.Settings.Hosts.IsEmpty)
            {
                CheckHosts(review, cluster);
                CheckCounts(review, cluster);
            }
        }
    }

    /// <summary>Whether a text is the address of a Docker engine.</summary>
    public static bool IsEngine(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && Schemes.Contains(uri.Scheme, StringComparer.Ordinal)
        && (uri.Scheme == "unix" ? uri.AbsolutePath.Length > 1 : uri.Host.Length > 0);

    private static void CheckHosts(SettingsReview review, TargetCluster cluster)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < cluster.Settings.Hosts.Length; i++)
        {
            var (at, host) = (cluster.Path.Key("hosts").Item(i), cluster.Settings.Hosts[i]);
            if (!IsEngine(host.Engine))
            {
                review.Reject(at, $"'{host.Engine}' is not the address of a Docker engine", "write it as ssh://root@10.0.0.11");
                continue;
            }

            CheckAddress(review, at, host);
            if (host.Pool is { } pool && !cluster.Settings.Pools.ContainsKey(pool))
            {
                review.Reject(at.Key("pool"), $"there is no pool '{pool}'", Suggestion.For(pool, [.. cluster.Settings.Pools.Keys]));
            }

            foreach (var name in new[] { host.Engine, K3sAddresses.Of(host) }.OfType<string>().Distinct(StringComparer.Ordinal))
            {
                if (!known.TryAdd(name, i) && known[name] != i)
                {
                    review.Reject(
                        at,
                        $"'{name}' is that of hosts[{known[name]}] already, and the nodes of one machine would take each other's ports",
                        "remove one of the two; several nodes on one engine need no 'hosts'"
                    );
                    break;
                }
            }
        }
    }

    private static void CheckAddress(SettingsReview review, SettingsPath at, ClusterHostSettings host)
    {
        if (!IPAddress.TryParse(K3sAddresses.Of(host), out _))
        {
            review.Reject(
                host.Address is null ? at : at.Key("address"),
                $"'{host.Address ?? host.Engine}' has no IP address, by which the nodes know each other",
                $"write '{{engine: \"{host.Engine}\", address: 10.0.0.11}}'"
            );
        }

        if (host.ExternalAddress is { } external && !IPAddress.TryParse(external, out _))
        {
            review.Reject(at.Key("externalAddress"), $"'{external}' is not an IP address", "write it as 203.0.113.11");
        }
    }

    private static void CheckCounts(SettingsReview review, TargetCluster cluster)
    {
        var settings = cluster.Settings;
        var assignment = HostAssignment.Create(settings);
        var at = cluster.Path.Key("hosts");
        if (assignment.ServerCount < settings.Servers)
        {
            review.Reject(
                at,
                $"{assignment.ServerCount} of them name no pool, and the cluster has {settings.Servers} servers",
                "add hosts without a pool, or write fewer 'servers'"
            );
            return;
        }

        foreach (var (name, pool) in settings.Pools)
        {
            var count = assignment.Count(name);
            if (count != pool.NodeCount)
            {
                review.Reject(
                    at,
                    $"{count} of them are for the pool '{name}', which has {pool.NodeCount} nodes",
                    "each host runs one node: write as many as there are nodes"
                );
            }
        }

        if (assignment.Unused > 0)
        {
            review.Reject(
                at,
                $"{assignment.Unused} of them would run no node: servers and pools have fewer",
                "remove them, or write larger pools"
            );
        }
    }
}
