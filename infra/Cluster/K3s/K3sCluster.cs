using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Planning.K3s;
using Pulumi;
using Pulumi.Docker;
using Pulumi.Docker.Inputs;

namespace Infra.Backend.Cluster.K3s;

/// <summary>
/// The containers of a cluster of K3s. Servers start one after the other, then the load balancer, then the agents; replacements of an
/// upgrade go the same way, each after the node before it is ready again.
/// </summary>
internal sealed class K3sCluster : ComponentResource
{
    /// <summary>How long the load balancer has to listen, the pull of its image not included.</summary>
    private const int BalancerSeconds = 60;

    private readonly K3sPlan _plan;
    private readonly SystemIdentity _system;
    private readonly K3sEngines _engines;
    private readonly K3sNodeContainers _containers;
    private readonly Output<K3sRecord?> _former;
    private readonly Dictionary<string, Container> _created = new(StringComparer.Ordinal);
    private readonly List<CustomResource> _joined = [];

    private K3sCluster(K3sPlan plan, SystemIdentity system)
        : base("infra:cluster:K3sCluster", system.ResourceName("k3s"))
    {
        _plan = plan;
        _system = system;
        _engines = new K3sEngines(plan, system, this);
        _former = DeployedCluster.Read(system);
        var network = plan.Network is { } addresses ? CreateNetwork(addresses) : null;
        _containers = new K3sNodeContainers(plan, system, this, DeployedCluster.RequireReachable(plan, system, _former), network);
        foreach (var server in plan.Servers)
        {
            Start(server, _created.Values);
        }

        Entry = plan.Balancer is { } balancer ? CreateBalancer(balancer, network) : _created[plan.Servers[^1].Name];
        RegisterOutputs();
    }

    /// <summary>
    /// The administrator's kubeconfig. It is unknown in a preview only if the API has not been at its address before and the container in
    /// front of it is not there: there is no cluster to ask then.
    /// </summary>
    public Output<string> Kubeconfig =>
        Output
            .CreateSecret(_plan.Kubeconfig)
            .Apply(kubeconfig =>
                _former.Apply(former => former?.Api == _plan.Api ? Output.Create(kubeconfig) : Entry.Id.Apply(_ => kubeconfig))
            );

    /// <summary>The record of the cluster, known once all nodes have joined and are ready with the version of the plan.</summary>
    public Output<ImmutableDictionary<string, object>> Record =>
        Output.All(_created.Values.Concat<CustomResource>(_joined).Select(resource => resource.Id)).Apply(_ => K3sRecord.Of(_plan).Write());

    /// <summary>What has to be there before the API answers.</summary>
    public IEnumerable<Resource> Servers => _plan.Servers.Select(server => _created[server.Name]).Append(Entry);

    private Container Entry { get; }

    /// <summary>Declares the servers of a cluster; null if it is of another kind.</summary>
    public static K3sCluster? Create(ClusterPlan plan) => plan.K3s is { } k3s ? new K3sCluster(k3s, plan.System) : null;

    /// <summary>Declares the agents, and what the API says of all nodes. Returns the nodes as Kubernetes knows them, each ready.</summary>
    /// <param name="provider">The cluster's provider.</param>
    public ImmutableArray<Resource> Join(Pulumi.Kubernetes.Provider provider)
    {
        var nodes = new K3sNodeObjects(_plan, _system, this, provider);
        foreach (var server in _plan.Servers)
        {
            _joined.Add(nodes.Create(server, _created[server.Name]));
        }

        foreach (var agent in _plan.Agents)
        {
            Start(agent, [.. _joined]);
            var joined = nodes.Create(agent, _created[agent.Name]);
            _joined.AddRange([joined, nodes.CreateTaints(agent, joined)]);
        }

        return [.. _joined];
    }

    private void Start(K3sNode node, IEnumerable<Resource> after) =>
        _created[node.Name] = _containers.Create(node, _engines.Of(node), [.. after]);

    private Network CreateNetwork(K3sNetwork network) =>
        new(
            _system.ResourceName("k3s-network"),
            new NetworkArgs
            {
                Name = _plan.Name,
                Driver = "bridge",
                IpamConfigs = new NetworkIpamConfigArgs
                {
                    Subnet = network.Subnet,
                    Gateway = network.Gateway,
                    IpRange = network.DynamicRange,
                },
            },
            new CustomResourceOptions { Parent = this, Provider = _engines.Local }
        );

    /// <summary>
    /// The engine accepts connections to a published port before the container does, and resets them. The image has no client, so the check
    /// looks for the listening socket (state 0A) in the kernel's table.
    /// </summary>
    private static ContainerHealthcheckArgs Listening(int port) =>
        new()
        {
            Tests = ["CMD-SHELL", $"cat /proc/net/tcp /proc/net/tcp6 | grep -q ':{port:X4} [0:]* 0A'"],
            Interval = "1s",
            Timeout = "5s",
            Retries = 30,
        };

    private Container CreateBalancer(K3sBalancer balancer, Network? network)
    {
        var args = new ContainerArgs
        {
            Name = balancer.Container,
            Image = balancer.Image,
            Restart = "unless-stopped",
            Healthcheck = Listening(balancer.Ports[0].Inner),
            Wait = true,
            WaitTimeout = BalancerSeconds,
            Uploads = new ContainerUploadArgs { File = "/usr/local/etc/haproxy/haproxy.cfg", Content = balancer.Configuration },
            Ports = balancer
                .Ports.Select(port => new ContainerPortArgs
                {
                    Internal = port.Inner,
                    External = port.Published,
                    Ip = balancer.PublishedAddress,
                })
                .ToArray(),
        };
        if (network is not null && balancer.Address is { } address)
        {
            args.NetworksAdvanced = new ContainerNetworksAdvancedArgs { Name = network.Name, Ipv4Address = address };
        }

        return new Container(
            _system.ResourceName("load-balancer"),
            args,
            new CustomResourceOptions
            {
                Parent = this,
                Provider = _engines.OfBalancer(balancer),
                DependsOn = [.. _created.Values],
            }
        );
    }
}
