using System.Collections.Immutable;
using Infra.Backend.Cluster;
using Infra.Backend.Cluster.K3s;
using Infra.Backend.Images;
using Infra.Backend.Manifests;
using Infra.Backend.Metadata;
using Infra.Backend.Monitoring;
using Infra.Backend.Patching;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Stores;
using Infra.Backend.Traffic.Gateways;
using Infra.Backend.Traffic.Ingresses;
using Infra.Backend.Workloads;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend;

/// <summary>The backend on one of the stack's clusters: the namespace, the services, the load balancer and the monitoring.</summary>
internal sealed class ClusterBackend
{
    private readonly Dictionary<string, BackendService> _deployed = new(StringComparer.Ordinal);
    private readonly ImmutableArray<ServicePlan> _services;
    private readonly Output<string?>? _gatewayAddress;

    /// <param name="plan">The plan of the cluster.</param>
    /// <param name="locator">Finds the kubeconfig of the cluster.</param>
    /// <param name="images">The images that the update builds.</param>
    /// <param name="formerQuotas">The output of the last update with the quota of each cluster; null if there is none.</param>
    public ClusterBackend(ClusterPlan plan, TargetKubeconfigLocator locator, BuiltImages images, Output<object?> formerQuotas)
    {
        var (settings, system) = (plan.Settings, plan.System);

        // A simulated cluster pulls nothing, so its pods name what would be pushed.
        images = plan.Target.Settings.Kind == ClusterKind.Simulated ? BuiltImages.None : images;
        Target = plan.Target;
        _services = plan.Services;
        var k3s = K3sCluster.Create(plan);
        var provider = ClusterProvider.Create(plan, locator, k3s);

        var nodes = k3s?.Join(provider) ?? [];
        var addons = ManifestResources.CreateAddons(plan, provider, nodes);
        var defaults = settings.Sizes.GetValueOrDefault(ResourceSettings.DefaultSize);
        var quota = NamespaceQuota.Create(plan.Services, settings);
        var order = QuotaOrder.Create(quota, system, formerQuotas);
        var backendNamespace = new BackendNamespace(
            new BackendNamespaceArgs(system, settings.PodSecurity, defaults, quota) { BeforeQuota = order.BeforeQuota },
            new ComponentResourceOptions { Provider = provider, DependsOn = [.. nodes, .. addons] }
        );
        Namespace = backendNamespace.Name;
        Quota = backendNamespace.Quota?.Spec.Apply(spec => spec.Hard) ?? Output.Create(ImmutableDictionary<string, string>.Empty);
        K3sRecord = k3s?.Record;

        SimulatedNodePools.Create(plan.Target.Settings, system, provider);
        NamespaceAccess.Grant(settings, system, Namespace, provider);
        var classes = PlacementClasses.Create(settings, system, provider);
        var claims = StackVolumes.Create(plan, Namespace, provider);
        var manifests = ManifestResources.Create(plan, Namespace, provider, addons, images.Find);
        var sources = new StoreSources(new BucketAddresses(Namespace, provider, system.ResourceName));
        var stores = StoreResources.Create(plan, Namespace, provider, sources, (group, kind) => manifests?.FindOperator(group, kind) ?? []);
        foreach (var service in plan.Services)
        {
            // In a cycle of calls, one of the callees comes later.
            var predecessors = service
                .Calls.Select(callee => callee.Name)
                .Concat(service.After)
                .Distinct(StringComparer.Ordinal)
                .Select(name => _deployed.GetValueOrDefault(name))
                .OfType<BackendService>();
            _deployed[service.Name] = new BackendService(
                new BackendServiceArgs(service, Namespace, [.. predecessors], claims) { Images = images },
                new ComponentResourceOptions
                {
                    Provider = provider,
                    DependsOn = order
                        .BeforeWorkloads(backendNamespace.Quota)
                        .Concat([.. classes, .. service.Stores.SelectMany(store => stores.GetValueOrDefault(store, []))]),
                    ResourceTransformations = ServicePatches.Create(service),
                }
            );
        }

        order.SetWorkloads([.. _deployed.Values, .. stores.Values.SelectMany(store => store)]);
        _gatewayAddress =
            settings.LoadBalancing.Backend == LoadBalancer.GatewayApi
                ? new GatewayRoutes(settings.LoadBalancing, system).Create(plan.Services, Namespace, provider)
                : null;
        CreateDefaultIngress(settings.LoadBalancing, provider);
        if (plan.Drills is { } drills)
        {
            DrillBackend.Create(plan, drills, sources, Namespace, provider, addons);
        }

        MonitoringStack.Deploy(plan, Namespace, provider, addons);
    }

    /// <summary>The cluster.</summary>
    public TargetCluster Target { get; }

    /// <summary>The record of the cluster, known once all nodes are ready; null if the stack does not create the cluster.</summary>
    public Output<ImmutableDictionary<string, object>>? K3sRecord { get; }

    /// <summary>The limits of the services' namespace, known once the cluster has them; empty for none.</summary>
    public Output<ImmutableDictionary<string, string>> Quota { get; }

    /// <summary>The name of the services' namespace, known once it exists.</summary>
    public Output<string> Namespace { get; }

    /// <summary>The addresses of the services inside the cluster, by their names.</summary>
    public IEnumerable<KeyValuePair<string, string>> Addresses =>
        _deployed
            .Values.Where(service => service.Address is not null)
            .Select(service => KeyValuePair.Create(service.Name, service.Address!));

    /// <summary>
    /// The host names that lead to services of this cluster, and the public address of each, known once the cluster has assigned it.
    /// </summary>
    public IEnumerable<(string Host, Output<string?> Address)> Hosts =>
        from service in _services
        from host in service.Traffic?.Settings.Hosts ?? []
        select (host, PublicAddress(service));

    private Output<string?> PublicAddress(ServicePlan service) =>
        service.IsRouted && service.Traffic is { Ingress: null }
            ? _gatewayAddress ?? _deployed.GetValueOrDefault(LoadBalancingSettings.Name, _deployed[service.Name]).PublicAddress
            : _deployed[service.Name].PublicAddress;

    /// <summary>It belongs to the stack, so that another service can become the default backend by an update of it.</summary>
    private void CreateDefaultIngress(LoadBalancingSettings balancing, ProviderResource provider)
    {
        var service = _services.FirstOrDefault(service => LoadBalancingPlanner.IsDefaultBackend(balancing, service.Name));
        if (service is null)
        {
            return;
        }

        var metadata = new ObjectMetaArgs
        {
            Name = LoadBalancingSettings.Name,
            Namespace = Namespace,
            Labels = ServiceLabels.ForService(service, ServiceObject.Route),
        }.Annotate(ServiceAnnotations.ForService(service, ServiceObject.Route));
        _ = ServiceIngress.CreateDefault(
            service,
            IngressPlan.CreateDefault(balancing),
            metadata,
            new CustomResourceOptions { Provider = provider, DependsOn = _deployed[service.Name] }
        );
    }
}
