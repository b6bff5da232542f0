using System.Collections.Immutable;
using Infra.Backend.Planning.Queues;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Planning;

/// <summary>A service, or one version of it, with every setting resolved: its own, and the stack's defaults for the rest.</summary>
internal sealed record ServicePlan
{
    /// <summary>The name of its workload.</summary>
    public required string Name { get; init; }

    public required SystemIdentity System { get; init; }

    /// <summary>Which version of a service this plan describes; null for the service itself.</summary>
    public ServiceVersion? Version { get; init; }

    /// <summary>The service's name in the catalogue, which all its versions share.</summary>
    public string Family => Version?.Service ?? Name;

    /// <summary>Whether it has weight 0 while several other versions of the service receive requests.</summary>
    public bool IsExcluded { get; init; }

    public required ServiceKind Kind { get; init; }

    /// <summary>The store that it is a part of; null for the services of the catalogue.</summary>
    public string? PartOf { get; init; }

    /// <summary>The stores whose Secrets its pods read.</summary>
    public ImmutableArray<string> Stores { get; init; } = [];

    /// <summary>Its image; for one that an update builds, the name that it is pushed with.</summary>
    public required ImageReference Image { get; init; }

    /// <summary>The images of its containers that an update builds.</summary>
    public ImmutableArray<ImageBuild> Builds { get; init; } = [];

    public required ImmutableArray<string> Command { get; init; }

    public required ImmutableArray<string> Args { get; init; }

    /// <summary>Environment variables kept in a ConfigMap.</summary>
    public required ImmutableSortedDictionary<string, string> Environment { get; init; }

    /// <summary>Environment variables kept in a Secret.</summary>
    public required ImmutableSortedDictionary<string, string> Secrets { get; init; }

    /// <summary>Environment variables of single containers kept in a Secret, as <c>&lt;container&gt;.&lt;NAME&gt;</c>.</summary>
    public ImmutableSortedDictionary<string, string> ContainerSecrets { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The other environment variables of its own container.</summary>
    public ImmutableArray<EnvironmentVariable> Variables { get; init; } = [];

    /// <summary>Existing Secrets and ConfigMaps whose keys become variables of every container.</summary>
    public ImmutableArray<EnvironmentSource> EnvironmentSources { get; init; } = [];

    public required ImmutableArray<MountedFile> Files { get; init; }

    public required IReadOnlyDictionary<string, VolumeSettings> Volumes { get; init; }

    /// <summary>Where its own container mounts volumes.</summary>
    public ImmutableArray<PlannedMount> Mounts { get; init; } = [];

    /// <summary>The images of the volumes that have one.</summary>
    public ImmutableDictionary<string, ImageReference> VolumeImages { get; init; } = ImmutableDictionary<string, ImageReference>.Empty;

    public required ImmutableArray<ContainerPlan> InitContainers { get; init; }

    public required ImmutableArray<ContainerPlan> Sidecars { get; init; }

    public required ImmutableArray<string> PullSecrets { get; init; }

    public required PullPolicy? PullPolicy { get; init; }

    public required SizeSettings Resources { get; init; }

    public required ReplicaCount Replicas { get; init; }

    /// <summary>Null if the minimum never changes.</summary>
    public ScheduledMinimums? ScheduledMinimums { get; init; }

    /// <summary>The queues whose lengths its autoscaler follows.</summary>
    public ImmutableArray<QueuePlan> Queues { get; init; } = [];

    /// <summary>Whether KEDA makes its autoscaler.</summary>
    public bool IsScaledByKeda => Queues.Any(queue => queue.UsesKeda);

    /// <summary>Null if it has no probes.</summary>
    public required ServiceHealth? Health { get; init; }

    /// <summary>The longest time until a failed pod receives no more requests.</summary>
    public required TimeSpan DetectWithin { get; init; }

    /// <summary>How long a terminating pod keeps answering before it receives SIGTERM.</summary>
    public required TimeSpan Drain { get; init; }

    /// <summary>The time from SIGTERM to SIGKILL.</summary>
    public required TimeSpan Finish { get; init; }

    public required ServicePlacement Placement { get; init; }

    public PodSecurityContext Security { get; init; } = PodSecurityContext.Default;

    public PodPlan Pod { get; init; } = new();

    public ProcessPlan Process { get; init; } = new();

    /// <summary>The labels and annotations that its settings add to its objects.</summary>
    public ServiceMetadata Metadata { get; init; } = ServiceMetadata.Empty;

    public ServiceAccountPlan Account { get; init; } = new();

    /// <summary>The changes of its objects, in order.</summary>
    public ImmutableArray<ObjectPatch> Patches { get; init; } = [];

    /// <summary>Null if it has no port.</summary>
    public required ServiceTraffic? Traffic { get; init; }

    /// <summary>The services it calls.</summary>
    public required ImmutableArray<ServiceCall> Calls { get; init; }

    /// <summary>The names of the services that must be complete or ready before it, those it calls apart.</summary>
    public ImmutableArray<string> After { get; init; } = [];

    /// <summary>The services that call it.</summary>
    public required ImmutableArray<ServiceCaller> Callers { get; init; }

    public required ImmutableArray<ExternalAddress> External { get; init; }

    /// <summary>The pods that it connects to and that are no service beside it.</summary>
    public ImmutableArray<PodPeer> Peers { get; init; } = [];

    /// <summary>The pods that connect to it and that are no service beside it.</summary>
    public ImmutableArray<PodPeer> Clients { get; init; } = [];

    public RolloutPlan Rollout { get; init; } = RolloutPlan.Default;

    public DisruptionBudgetSettings DisruptionBudget { get; init; } = new();

    public required ScheduleSettings? Schedule { get; init; }

    public required JobSettings Job { get; init; }

    public required RestartPolicy Restart { get; init; }

    public required string? Owner { get; init; }

    /// <summary>Null if it exposes no metrics.</summary>
    public ExposedMetrics? Metrics { get; init; }

    public ObjectiveSettings? Objective { get; init; }

    /// <summary>The order in which its pods start, if it is stateful.</summary>
    public StartupOrder Startup { get; init; } = StartupOrder.Parallel;

    /// <summary>What becomes of the claims of its pods, if it is stateful: the setting, and <c>onRemoval</c> of its volumes.</summary>
    public ClaimRetentionSettings? ClaimRetention { get; init; }

    /// <summary>The address of its main port; null if it has no Service.</summary>
    public ServiceAddress? Address => Traffic is { } traffic ? new ServiceAddress(Name, System.Namespace, traffic.Main) : null;

    /// <summary>The ports of its own container. One of a store without a Service, such as an exporter, has those that are probed.</summary>
    public ImmutableArray<ContainerPort> Ports =>
        Traffic is { } traffic
            ? [.. traffic.Ports.Where(port => port.Sidecar is null).Select(port => port.Target).DistinctBy(port => port.Key)]
        : PartOf is not null && Health is { } health ? [.. health.Ports.DistinctBy(port => port.Key)]
        : [];

    /// <summary>
    /// The ports at which its pods reach each other: those of all containers of a stateful service, none for other kinds.
    /// </summary>
    public ImmutableArray<ContainerPort> PeerPorts =>
        Kind == ServiceKind.Stateful ? [.. Ports.Concat(Sidecars.SelectMany(sidecar => sidecar.Ports)).DistinctBy(port => port.Key)] : [];

    /// <summary>Whether its pods do not run to completion.</summary>
    public bool IsLongRunning => Kind.IsLongRunning();

    /// <summary>Whether it has a desired number of replicas, unlike jobs and daemons.</summary>
    public bool IsReplicated => Kind.IsReplicated();

    /// <summary>Whether requests from outside reach it through the stack's load balancer rather than through its own Service.</summary>
    public bool IsRouted { get; init; }

    /// <summary>Whether HAProxy counts its requests: those of a routed service, but not those of the failover of another one.</summary>
    public bool IsCountedByHaproxy { get; init; }

    /// <summary>The hosts whose requests it answers itself; none for the load balancer, which forwards them.</summary>
    public ImmutableArray<string> AnsweredHosts { get; init; } = [];

    /// <summary>
    /// Whether a headless Service resolves to its pods: for stateful pods to reach each other, or for HAProxy to reach them.
    /// </summary>
    public bool HasPodService => Kind == ServiceKind.Stateful || Traffic is { IsReachedByHaproxy: true };

    /// <summary>The persistent volumes by name.</summary>
    public IEnumerable<KeyValuePair<string, VolumeSettings>> PersistentVolumes =>
        Volumes.Where(volume => volume.Value.Kind == VolumeKind.Persistent);

    /// <summary>The persistent volumes that all pods share; those of a stateful service belong to one pod each.</summary>
    public IEnumerable<KeyValuePair<string, VolumeSettings>> SharedVolumes => Kind == ServiceKind.Stateful ? [] : PersistentVolumes;

    /// <summary>The lowest number of pods at any time, scheduled minimums included.</summary>
    public int MinimumPods =>
        ScheduledMinimums is { } schedule
            ? Math.Min(Replicas.Minimum, schedule.Minimums.Values.Min(minimum => minimum.Min))
            : Replicas.Minimum;

    /// <summary>The highest number of pods at any time. Only a Deployment has more than its replicas, during a rollout.</summary>
    public int MaximumPods => Kind is ServiceKind.Service or ServiceKind.Worker ? Rollout.MaximumPods(Replicas.Maximum) : Replicas.Maximum;

    /// <summary>Whether at times no pod is wanted.</summary>
    public bool ScalesToZero => Replicas.IsAutoscaled && MinimumPods == 0;

    /// <summary>Whether evictions of its pods are limited.</summary>
    public bool HasDisruptionBudget => IsReplicated && !ScalesToZero;

    /// <summary>How many pods may be evicted at the same time.</summary>
    public DisruptionPlan Disruption => DisruptionPlan.Create(DisruptionBudget, MinimumPods);
}

/// <summary>A container of a service's pod.</summary>
internal sealed record ContainerPlan
{
    public required string Name { get; init; }

    public required ImageReference Image { get; init; }

    public required PullPolicy? PullPolicy { get; init; }

    public required ImmutableArray<string> Command { get; init; }

    public required ImmutableArray<string> Args { get; init; }

    public required ImmutableArray<ContainerPort> Ports { get; init; }

    /// <summary>The probes of a sidecar; null if it has none.</summary>
    public ServiceHealth? Health { get; init; }

    public required SizeSettings Resources { get; init; }

    public ContainerSecurityContext Security { get; init; } = ContainerSecurityContext.Default;

    /// <summary>Where it mounts volumes of the service.</summary>
    public ImmutableArray<PlannedMount> Mounts { get; init; } = [];

    public ProcessPlan Process { get; init; } = new();

    /// <summary>The environment variables in its <c>env</c>: its own, and those of the service that are no entries of an object.</summary>
    public ImmutableArray<EnvironmentVariable> Variables { get; init; } = [];

    /// <summary>Existing Secrets and ConfigMaps whose keys become variables of this container only.</summary>
    public ImmutableArray<EnvironmentSource> EnvironmentSources { get; init; } = [];
}
