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
    private readonly K3sPlan _plan;
    private readonly SystemIdentity _system;
    private readonly K3sEngines _engines;
    private readonly K3sNodeContainers _containers;
    private readonly Dictionary<string, Container> _created = new(StringComparer.Ordinal);

    private K3sCluster(K3sPlan plan, SystemIdentity system)
        : base("infra:cluster:K3sCluster", system.ResourceName("k3s"))
    {
        _plan = plan;
        _system = system;
        _engines = new K3sEngines(plan, system, this);
        var network = plan.Network is { } addresses ? CreateNetwork(addresses) : null;
        _containers = new K3sNodeContainers(plan, system, this, DeployedVersion.RequireUpgradable(plan, system), network);
        foreach (var server in plan.Servers)
        {
            Start(server, _created.Values);
        }

        Entry = plan.Balancer is { } balancer ? CreateBalancer(balancer, network) : _created[plan.Servers[^1].Name];
        RegisterOutputs();
    }

    /// <summary>
    /// The administrator's kubeconfig. It is unknown only in a preview that creates the container in front of the API: there is no cluster
    /// to ask then.
    /// </summary>
    public Output<string> Kubeconfig => Output.CreateSecret(_plan.Kubeconfig).Apply(kubeconfig => Entry.Id.Apply(_ => kubeconfig));

    /// <summary>The version of all nodes, known once each has it.</summary>
    public Output<string> Version => Output.All(_created.Values.Select(container => container.Id)).Apply(_ => _plan.Version.Tag);

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
        var ready = ImmutableArray.CreateBuilder<Resource>();
        foreach (var server in _plan.Servers)
        {
            ready.Add(nodes.Create(server, _created[server.Name]));
        }

        foreach (var agent in _plan.Agents)
        {
            Start(agent, [.. ready]);
            ready.Add(nodes.Create(agent, _created[agent.Name]));
        }

        return ready.ToImmutable();
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

    private Container CreateBalancer(K3sBalancer balancer, Network? network)
    {
        var args = new ContainerArgs
        {
            Name = balancer.Container,
            Image = balancer.Image,
            Restart = "unless-stopped",
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
