using System.Collections.Immutable;
using Infra.Backend.Planning.K3s;
using Infra.Backend.Planning.Manifests;
using Infra.Backend.Planning.Queues;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Backups;
using Infra.Backend.Settings;
using Infra.Kubernetes;

namespace Infra.Backend.Planning;

/// <summary>The plan of a stack for one of its target clusters.</summary>
/// <param name="Target">The cluster.</param>
/// <param name="Settings">
/// The stack's settings with only the stores and services of this cluster, the services that its stores consist of included.
/// </param>
/// <param name="System">The system's names in this cluster.</param>
/// <param name="Services">All services and versions, the load balancer's own included, each after the services it calls.</param>
internal sealed record ClusterPlan(
    TargetCluster Target,
    StackSettings Settings,
    SystemIdentity System,
    ImmutableArray<ServicePlan> Services
)
{
    /// <summary>The objects of the manifests, each after those it depends on.</summary>
    public ImmutableArray<PlannedManifest> Manifests { get; init; } = [];

    /// <summary>The objects of the cluster's add-ons, each after those it depends on.</summary>
    public ImmutableArray<PlannedManifest> Addons { get; init; } = [];

    /// <summary>The stores.</summary>
    public ImmutableArray<StorePlan> Stores { get; init; } = [];

    /// <summary>The namespace of the stores' drills; null if there are none.</summary>
    public DrillPlan? Drills { get; init; }

    /// <summary>The containers of the cluster, if the stack creates it; null for other clusters.</summary>
    public K3sPlan? K3s { get; init; }

    /// <summary>The images that have to be built for the cluster. A simulated one pulls none.</summary>
    public IEnumerable<ImageBuild> Builds => IsSimulated ? [] : AllBuilds;

    /// <summary>The images that would have to be built for another kind of cluster.</summary>
    public ImmutableArray<ImageReference> UnbuiltImages => IsSimulated ? [.. AllBuilds.Select(build => build.Image)] : [];

    private bool IsSimulated => Target.Settings.Kind == ClusterKind.Simulated;

    private IEnumerable<ImageBuild> AllBuilds => Services.SelectMany(service => service.Builds).DistinctBy(build => build.Image);

    /// <summary>Plans a stack for each of its target clusters.</summary>
    public static ImmutableArray<ClusterPlan> Create(StackSettings settings, string stack) =>
        [.. settings.TargetClusters().Select(target => Create(target, settings, stack))];

    private static ClusterPlan Create(TargetCluster target, StackSettings settings, string stack)
    {
        var services = settings.Services.Where(service => target.Includes(service.Value));
        var own = settings with
        {
            Services = new OrderedDictionary<string, ServiceSettings>(services, StringComparer.Ordinal),
            Stores = ClusterStores.Find(settings, target),
        };
        var system = new SystemIdentity(settings.Name, stack, settings.NamespaceOrDefault())
        {
            Cluster = target.Key,
            ClusterDomain = target.Settings.ClusterDomain,
            Labels = ServiceMetadata.Merge(settings.Labels),
            Annotations = ServiceMetadata.Merge(settings.Annotations),
        };
        var stores = StorePlanner.Plan(own, system);
        own = StoreExpansion.Expand(own, stores, system);
        var planned = QueuePlanner.AddQueues(ServicePlanner.Plan(own, system), stores, own);
        return new ClusterPlan(target, own, system, LoadBalancingPlanner.Arrange(planned, own, system))
        {
            K3s = K3sPlanner.Plan(target, settings, stack),
            Stores = stores,
            Drills = DrillPlanner.Plan(own, system, stores),
            Addons = AddonPlanner.Plan(target, settings, system),
            Manifests = ManifestPlanner.Plan(settings.ManifestObjects, ManifestKinds.Of(target, settings), system, _ => system.Namespace),
        };
    }
}
