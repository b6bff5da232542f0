using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.K3s;

/// <summary>
/// Which host runs which node. Hosts that name a pool are for its nodes. The others run the servers first, then what the pools still lack,
/// in the order of the pools' names.
/// </summary>
internal sealed class HostAssignment
{
    /// <summary>The first part of the servers' names.</summary>
    public const string Servers = "server";

    /// <summary>The last part of the load balancer's name.</summary>
    public const string Balancer = "load-balancer";

    private readonly ImmutableArray<ClusterHostSettings> _servers;
    private readonly Dictionary<string, ImmutableArray<ClusterHostSettings>> _pools = new(StringComparer.Ordinal);

    private HostAssignment(ClusterSettings settings)
    {
        var free = new Queue<ClusterHostSettings>(settings.Hosts.Where(host => host.Pool is null));
        _servers = Take(free, settings.Servers);
        foreach (var (name, pool) in settings.Pools.OrderBy(pool => pool.Key, StringComparer.Ordinal))
        {
            ImmutableArray<ClusterHostSettings> own = [.. settings.Hosts.Where(host => host.Pool == name)];
            _pools[name] = own.AddRange(Take(free, pool.NodeCount - own.Length));
        }

        Unused = free.Count;
    }

    /// <summary>The number of hosts that no node is left for.</summary>
    public int Unused { get; }

    public static HostAssignment Create(ClusterSettings settings) => new(settings);

    /// <summary>The host of a server, counted from 1; null if there is none.</summary>
    public ClusterHostSettings? Server(int number) => Find(_servers, number);

    /// <summary>The host of a pool's node, counted from 1; null if there is none.</summary>
    public ClusterHostSettings? Agent(string pool, int number) => Find(_pools[pool], number);

    /// <summary>The number of hosts of a pool.</summary>
    public int Count(string pool) => _pools[pool].Length;

    /// <summary>The number of hosts of servers.</summary>
    public int ServerCount => _servers.Length;

    private static ClusterHostSettings? Find(ImmutableArray<ClusterHostSettings> hosts, int number) =>
        number <= hosts.Length ? hosts[number - 1] : null;

    private static ImmutableArray<ClusterHostSettings> Take(Queue<ClusterHostSettings> free, int count) =>
        [.. Enumerable.Range(0, Math.Clamp(count, 0, free.Count)).Select(_ => free.Dequeue())];
}
