using System.Collections.Immutable;
using Infra.Backend.Cluster;
using Infra.Backend.Monitoring;
using Infra.Backend.Settings;
using Infra.Backend.Traffic;
using Infra.Backend.Workloads;
using Pulumi;

namespace Infra.Backend;

/// <summary>The backend on one of the stack's clusters: the namespace, the services and what watches them.</summary>
internal sealed class ClusterBackend
{
    private readonly Dictionary<string, BackendService> _deployed = new(StringComparer.Ordinal);
    private readonly Output<string?>? _gatewayAddress;

    public ClusterBackend(Landing landing, KubeconfigLocator locator)
    {
        var (settings, system) = (landing.Settings, landing.System);
        var balancer = LoadBalancers.For(settings, system);
        Site = landing.Site;
        Services = balancer.Arrange(ServicePlanner.Plan(settings, system));
        var cluster = TargetCluster.Of(landing, locator);

        var home = new BackendNamespace(
            new BackendNamespaceArgs(system, settings.Sizes.GetValueOrDefault(ResourceSettings.DefaultSize), NamespaceQuota.For(Services, settings)),
            new ComponentResourceOptions { Provider = cluster });

        NamespaceAccess.Grant(settings.Access, system, home.Name, cluster);
        var classes = PlacementClasses.Create(settings, system, cluster);
        foreach (var service in Services)
        {
            var callees = service.Calls.Where(callee => _deployed.ContainsKey(callee.Name)).Select(callee => _deployed[callee.Name]);
            _deployed[service.Name] = new BackendService(
                new BackendServiceArgs(service, home.Name, [.. callees]),
                new ComponentResourceOptions { Provider = cluster, DependsOn = classes });
        }

        _gatewayAddress = balancer.Route(Services, home.Name, cluster);
        MonitoringStack.Watch(settings, system, home.Name, cluster);
        Namespace = home.Name;
    }

    /// <summary>The cluster.</summary>
    public LandingSite Site { get; }

    /// <summary>Every service on it with every decision made, in the order of deployment.</summary>
    public ImmutableArray<ServiceSpec> Services { get; }

    /// <summary>The namespace's name, known once it exists.</summary>
    public Output<string> Namespace { get; }

    /// <summary>The addresses of the services inside the cluster, by their names.</summary>
    public IEnumerable<KeyValuePair<string, string>> Addresses =>
        _deployed.Values.Where(service => service.Address is not null).Select(service => KeyValuePair.Create(service.Name, service.Address!));

    /// <summary>The host names the outside knows, each with the address that answers to it here, which is known once the cluster has given one.</summary>
    public IEnumerable<(string Host, Output<string?> Address)> Hosts =>
        from service in Services
        from host in service.Traffic?.Settings.Hosts ?? []
        select (host, PublicAddressOf(service));

    private Output<string?> PublicAddressOf(ServiceSpec service) => LoadBalancers.IsBalanced(service)
        ? _gatewayAddress ?? _deployed.GetValueOrDefault(LoadBalancingSettings.Name, _deployed[service.Name]).PublicAddress
        : _deployed[service.Name].PublicAddress;
}
