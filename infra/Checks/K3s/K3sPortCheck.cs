using System.Collections.Immutable;
using Infra.Backend.Planning.K3s;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks.K3s;

/// <summary>Checks that no two containers of the stack's clusters take the same port of a machine.</summary>
internal sealed class K3sPortCheck : ISettingsCheck
{
    private const string Any = "0.0.0.0";
    private const string Local = "local";
    private const string Node = "a node";
    private const string Balancer = "a load balancer";

    /// <summary>The component that takes the ports of Services from the nodes' machines.</summary>
    private const string ServiceBalancer = "servicelb";

    private static readonly ImmutableArray<int> ServerPorts = [K3sPlan.ApiPort, 2379, 2380, 10250];
    private static readonly ImmutableArray<int> AgentPorts = [10250];
    private static readonly ImmutableArray<int> TrafficPorts = [80, 443];

    public void Check(SettingsReview review)
    {
        var clusters = K3sClusters.Find(review).ToList();
        var known = new List<UsedPort>();
        foreach (var group in clusters.SelectMany(OfHosts).Concat(clusters.SelectMany(OfBalancer)).GroupBy(used => used.At.ToString()))
        {
            ImmutableArray<UsedPort> ports = [.. group];
            foreach (var used in ports)
            {
                if (known.FirstOrDefault(other => other.Conflicts(used) && !IsReportedElsewhere(other, used)) is { } same)
                {
                    review.Reject(
                        used.At,
                        $"{same.User}{(same.Cluster == used.Cluster ? "" : $" of '{same.Cluster}'")} uses port {used.Port} of this machine",
                        used.User == Node ? "write another machine" : "write another port, such as 16443",
                        used.At,
                        same.At
                    );
                    break;
                }
            }

            known.AddRange(ports);
        }
    }

    /// <summary>A machine with two nodes of a cluster, and a load balancer with the same port twice.</summary>
    private static bool IsReportedElsewhere(UsedPort one, UsedPort other) => one.Cluster == other.Cluster && one.User == other.User;

    /// <summary>The ports of nodes, which have the networks of their hosts.</summary>
    private static IEnumerable<UsedPort> OfHosts(TargetCluster cluster)
    {
        var settings = cluster.Settings;
        var assignment = HostAssignment.Create(settings);
        var servers = Enumerable.Range(1, settings.Servers).Select(assignment.Server).OfType<ClusterHostSettings>().ToHashSet();
        for (var i = 0; i < settings.Hosts.Length; i++)
        {
            var host = settings.Hosts[i];
            var at = cluster.Path.Key("hosts").Item(i);
            ImmutableArray<int> ports =
            [
                .. servers.Contains(host) ? ServerPorts : AgentPorts,
                .. settings.Disable.Contains(ServiceBalancer, StringComparer.Ordinal) ? [] : TrafficPorts,
            ];
            foreach (var port in ports)
            {
                yield return new UsedPort(cluster.Key, Node, Machine(host.Engine, host.Address), Any, port, at);
            }
        }
    }

    /// <summary>The published ports of the load balancer, or of the first server on the local engine.</summary>
    private static IEnumerable<UsedPort> OfBalancer(TargetCluster cluster)
    {
        var (settings, balancer) = (cluster.Settings, cluster.Settings.LoadBalancer);
        if (balancer.Kind == ClusterBalancerKind.None && !settings.Hosts.IsEmpty)
        {
            return [];
        }

        var isOfMachine = !K3sAddresses.IsAny(balancer.Address) && !K3sAddresses.IsLoopback(balancer.Address);
        var machine = Machine(balancer.Engine, isOfMachine ? balancer.Address : null);
        (string Key, int? Port)[] ports = [("port", balancer.Port), ("http", balancer.Http), ("https", balancer.Https)];
        return ports
            .Where(entry => entry.Port is not null)
            .Select(entry => new UsedPort(
                cluster.Key,
                Balancer,
                machine,
                balancer.Address,
                entry.Port!.Value,
                cluster.Path.Key("loadBalancer").Key(entry.Key)
            ));
    }

    /// <summary>The names by which a machine is known: those of its engine and its address.</summary>
    private static ImmutableHashSet<string> Machine(string? engine, string? address)
    {
        var name =
            engine is null
            || !Uri.TryCreate(engine, UriKind.Absolute, out var uri)
            || uri.Host.Length == 0
            || K3sAddresses.IsLoopback(uri.IdnHost)
                ? Local
                : uri.IdnHost;
        return address is null ? [name] : [name, address];
    }
}
