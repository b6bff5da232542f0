using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Kubernetes;

namespace Infra.Backend.Planning.K3s;

/// <summary>Plans the containers of a cluster of K3s. The settings have passed the checks.</summary>
internal sealed class K3sPlanner
{
    private const int InnerHttp = 8080;
    private const int InnerHttps = 8443;
    private const int HttpPort = 80;
    private const int HttpsPort = 443;

    private static readonly ImageReference NodeImage = ImageReference.Parse("docker.io/rancher/k3s");

    private readonly ClusterSettings _settings;
    private readonly string? _registry;
    private readonly string _name;
    private readonly K3sIdentity _identity;
    private readonly K3sNetwork? _network;

    private K3sPlanner(TargetCluster target, StackSettings stack, string stackName)
    {
        _settings = target.Settings;
        _registry = _settings.Registry?.Host ?? stack.Images.Registry;
        _name = string.Join('-', new[] { stack.Name, stackName, target.Key }.OfType<string>());
        _identity = new K3sIdentity(_settings.Credentials!);
        _network = _settings.Hosts.IsEmpty && K3sNetwork.TryParse(_settings.Subnet, out var network) ? network : null;
    }

    /// <summary>Plans the cluster; null if the target is of another kind.</summary>
    public static K3sPlan? Plan(TargetCluster target, StackSettings stack, string stackName) =>
        target.Settings.Kind == ClusterKind.K3s ? new K3sPlanner(target, stack, stackName).Plan() : null;

    private K3sPlan Plan()
    {
        var hosts = HostAssignment.Create(_settings);
        ImmutableArray<K3sNode> servers = [.. Enumerable.Range(1, _settings.Servers).Select(number => Server(number, hosts))];
        ImmutableArray<K3sNode> agents =
        [
            .. from pool in _settings.Pools.OrderBy(pool => pool.Key, StringComparer.Ordinal)
            from number in Enumerable.Range(1, pool.Value.NodeCount)
            select Agent(pool.Key, pool.Value, number, hosts),
        ];
        var balancer = Balance(servers, agents);
        var names = ApiNames(servers, balancer);
        var api = ApiUrl(servers, balancer);
        servers = [.. servers.Select(server => server with { Config = Configure(server, servers[0], names) })];
        return new K3sPlan
        {
            Name = _name,
            Settings = _settings,
            Version = _settings.Version!,
            Image = Find(NodeImage with { Tag = _settings.Version!.Tag }),
            Network = _network,
            Servers = servers,
            Agents = [.. agents.Select(agent => agent with { Config = Configure(agent, servers[0], names) })],
            Balancer = balancer,
            Registries = K3sRegistries.Write(_settings.Registry),
            Identity = _identity,
            Api = api,
            Kubeconfig = K3sKubeconfig.Write(_name, api, _identity),
        };
    }

    private K3sNode Server(int number, HostAssignment hosts)
    {
        var host = hosts.Server(number);
        return new K3sNode
        {
            Name = $"{HostAssignment.Servers}-{number}",
            Container = $"{_name}-{HostAssignment.Servers}-{number}",
            IsServer = true,
            Host = host,
            Address = host is null ? _network!.Server(number) : K3sAddresses.Of(host),
            Labels = ImmutableSortedDictionary<string, string>.Empty,
            Taints = [],
            MaxPods = null,
        };
    }

    private K3sNode Agent(string pool, NodePoolSettings settings, int number, HostAssignment hosts)
    {
        var host = hosts.Agent(pool, number);
        var labels = settings.Labels.ToImmutableSortedDictionary(StringComparer.Ordinal);
        var zones = settings.ZonesInTurn;
        return new K3sNode
        {
            Name = $"{pool}-{number}",
            Container = $"{_name}-{pool}-{number}",
            IsServer = false,
            Host = host,
            Address = host is null ? null : K3sAddresses.Of(host),
            Labels = zones.IsEmpty ? labels : labels.SetItem(K3sNode.ZoneLabel, zones[(number - 1) % zones.Length]),
            Taints = settings.Taints,
            MaxPods = settings.MaxPods,
        };
    }

    /// <summary>Writes a node's configuration. Nothing in it is secret: tokens are in files of their own.</summary>
    private string Configure(K3sNode node, K3sNode first, ImmutableArray<string> names)
    {
        var file = new K3sConfigFile()
            .Add("cluster-init", node.Name == first.Name)
            .Add("server", node.Name == first.Name ? null : K3sAddresses.Url(first.Address!, K3sPlan.ApiPort))
            .Add("token-file", K3sFiles.Token)
            .Add("agent-token-file", node.IsServer ? K3sFiles.AgentToken : null)
            .Add("node-name", node.Name)
            .Add("node-ip", node.Address)
            .Add("node-external-ip", node.Host?.ExternalAddress);
        if (node.IsServer)
        {
            file.Add("tls-san", names)
                .Add("cluster-domain", _settings.ClusterDomain == ClusterSettings.DefaultDomain ? null : _settings.ClusterDomain)
                .Add("disable", _settings.Disable);
        }

        return file.Add(
                "node-label",
                node.Labels.Where(label => K3sNode.RegisteredLabels.Contains(label.Key)).Select(label => $"{label.Key}={label.Value}")
            )
            .Add("node-taint", node.Taints.Select(taint => $"{taint.Key}{(taint.Value is null ? "" : $"={taint.Value}")}:{taint.Effect}"))
            .Add("kubelet-arg", node.MaxPods is { } pods ? [FormattableString.Invariant($"max-pods={pods}")] : [])
            .Add("disable-default-registry-endpoint", _settings.Registry is { Only: true })
            .ToString();
    }

    private K3sBalancer? Balance(ImmutableArray<K3sNode> servers, ImmutableArray<K3sNode> agents)
    {
        var settings = _settings.LoadBalancer;
        if (settings.Kind == ClusterBalancerKind.None)
        {
            return null;
        }

        ImmutableArray<BalancerPort> ports =
        [
            new("api", K3sPlan.ApiPort, settings.Port, K3sPlan.ApiPort),
            .. settings.Http is { } http ? [new BalancerPort("http", InnerHttp, http, HttpPort)] : Array.Empty<BalancerPort>(),
            .. settings.Https is { } https ? [new BalancerPort("https", InnerHttps, https, HttpsPort)] : Array.Empty<BalancerPort>(),
        ];
        return new K3sBalancer
        {
            Container = $"{_name}-{HostAssignment.Balancer}",
            Image = Find(settings.Image),
            Engine = settings.Engine,
            PublishedAddress = settings.Address,
            Address = _network?.Balancer,
            Ports = ports,
            Configuration = K3sBalancer.Configure(ports, servers, agents),
        };
    }

    /// <summary>Every name and address by which the API is called has to be in its certificate.</summary>
    private ImmutableArray<string> ApiNames(ImmutableArray<K3sNode> servers, K3sBalancer? balancer) =>
        [
            .. servers.Select(server => server.Address!),
            .. servers.Select(server => server.Host?.ExternalAddress).OfType<string>(),
            .. balancer?.Address is { } address ? [address] : Array.Empty<string>(),
            .. balancer is not null || _network is not null ? [K3sAddresses.Reachable(_settings)] : Array.Empty<string>(),
            .. _settings.TlsNames,
        ];

    private string ApiUrl(ImmutableArray<K3sNode> servers, K3sBalancer? balancer) =>
        balancer is null && _network is null
            ? K3sAddresses.Url(servers[0].Address!, K3sPlan.ApiPort)
            : K3sAddresses.Url(K3sAddresses.Reachable(_settings), _settings.LoadBalancer.Port);

    private string Find(ImageReference image) => (_registry is null ? image : image.WithRegistry(_registry)).ToString();
}
