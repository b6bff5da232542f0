using System.Collections.Immutable;
using Infra.Backend.Resilience;
using Infra.Backend.Scaling;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Workloads;

/// <summary>A service with every decision made: what the catalogue says, and what follows from the stack where it says nothing.</summary>
internal sealed record ServiceSpec
{
    public required string Name { get; init; }

    public required SystemIdentity System { get; init; }

    /// <summary>Which version of another service this is; null for a service of the catalogue itself.</summary>
    public ServiceVersion? Version { get; init; }

    /// <summary>The service of the catalogue that this is, or is a version of.</summary>
    public string Family => Version?.Of ?? Name;

    /// <summary>Whether this version gets no requests while several others do.</summary>
    public bool IsLeftOut { get; init; }

    public required ServiceKind Kind { get; init; }

    public required ImageReference Image { get; init; }

    public required ImmutableArray<string> Command { get; init; }

    public required ImmutableArray<string> Args { get; init; }

    /// <summary>Environment variables that anyone may read.</summary>
    public required ImmutableSortedDictionary<string, string> Environment { get; init; }

    /// <summary>Environment variables that nobody may read.</summary>
    public required ImmutableSortedDictionary<string, string> Secrets { get; init; }

    /// <summary>Files by their absolute paths.</summary>
    public required IReadOnlyDictionary<string, FileSettings> Files { get; init; }

    public required IReadOnlyDictionary<string, VolumeSettings> Volumes { get; init; }

    /// <summary>Containers that end before the service starts.</summary>
    public required ImmutableArray<CompanionContainer> Init { get; init; }

    /// <summary>Containers that run beside it.</summary>
    public required ImmutableArray<CompanionContainer> Sidecars { get; init; }

    public required ImmutableArray<string> PullSecrets { get; init; }

    public required PullPolicy? PullPolicy { get; init; }

    public required SizeSettings Resources { get; init; }

    public required ReplicaCount Replicas { get; init; }

    /// <summary>Other minimums of its pods by the clock; null where there are none.</summary>
    public MinimumSchedule? MinimumsByTheClock { get; init; }

    public required ServiceHealth? Health { get; init; }

    /// <summary>How long a pod still answers after it was told to end.</summary>
    public required TimeSpan Drain { get; init; }

    /// <summary>How long it then has to finish.</summary>
    public required TimeSpan Finish { get; init; }

    public required ServicePlacement Placement { get; init; }

    public required ServiceTraffic? Traffic { get; init; }

    /// <summary>The services this one calls.</summary>
    public required ImmutableArray<ServiceAddress> Calls { get; init; }

    /// <summary>The names of the services that call this one.</summary>
    public required ImmutableArray<string> Callers { get; init; }

    public required ImmutableArray<ExternalAddress> External { get; init; }

    public required ScheduleSettings? Schedule { get; init; }

    public required JobSettings Job { get; init; }

    public required RestartPolicy Restart { get; init; }

    public required string? Owner { get; init; }

    /// <summary>Pods that are expected to run for ever.</summary>
    public bool RunsForEver => Kind is not (ServiceKind.Cron or ServiceKind.Job);

    /// <summary>As many pods as somebody says, rather than one on every node or one at a time.</summary>
    public bool IsReplicated => Kind is ServiceKind.Service or ServiceKind.Worker or ServiceKind.Stateful;

    /// <summary>How few pods there may be at any time, by the clock too.</summary>
    public int FewestPods => MinimumsByTheClock is { } schedule ? Math.Min(Replicas.Min, schedule.Minimums.Values.Min(minimum => minimum.Min)) : Replicas.Min;

    /// <summary>What every container of a pod gets, once the namespace has given its <paramref name="defaults"/> to those that say nothing.</summary>
    public IEnumerable<SizeSettings> ContainerResources(SizeSettings? defaults) =>
        Init.Concat(Sidecars).Select(companion => companion.Resources).Prepend(Resources).Select(size => size.Admitted(defaults));

    /// <summary>
    /// What one pod uses. Init containers run one at a time, before the service, and count where they are larger; sidecars run beside all of them (Kubernetes' own
    /// rule).
    /// </summary>
    /// <param name="defaults">What the namespace gives to a container that says nothing.</param>
    public SizeSettings PodResources(SizeSettings? defaults)
    {
        var largest = Init.Aggregate(Resources.Admitted(defaults), (most, init) => Largest(most, init.Resources.Admitted(defaults)));
        return Sidecars.Aggregate(largest, (sum, sidecar) => Add(sum, sidecar.Resources.Admitted(defaults)));
    }

    private static SizeSettings Add(SizeSettings left, SizeSettings right) => Combine(left, right, (a, b) => a + b);

    private static SizeSettings Largest(SizeSettings left, SizeSettings right) => Combine(left, right, Quantity.Max);

    private static SizeSettings Combine(SizeSettings left, SizeSettings right, Func<Quantity, Quantity, Quantity> operation) => new()
    {
        Requests = Combine(left.Requests, right.Requests, operation),
        Limits = Combine(left.Limits, right.Limits, operation),
    };

    private static ResourceAmounts Combine(ResourceAmounts left, ResourceAmounts right, Func<Quantity, Quantity, Quantity> operation) => new()
    {
        Cpu = Combine(left.Cpu, right.Cpu, operation),
        Memory = Combine(left.Memory, right.Memory, operation),
        EphemeralStorage = Combine(left.EphemeralStorage, right.EphemeralStorage, operation),
    };

    private static Quantity? Combine(Quantity? left, Quantity? right, Func<Quantity, Quantity, Quantity> operation) =>
        left is null || right is null ? left ?? right : operation(left.Value, right.Value);
}

/// <summary>A container of the same pod and the same environment.</summary>
internal sealed record CompanionContainer(string Name, ImageReference Image, PullPolicy? PullPolicy, ImmutableArray<string> Command, ImmutableArray<string> Args, int? Port, SizeSettings Resources)
{
    /// <summary>Environment variables of this container alone.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>Where pods may run and where they should, with every name looked up.</summary>
internal sealed record ServicePlacement
{
    public required Spreading Zones { get; init; }

    public required Spreading Nodes { get; init; }

    /// <summary>Labels a node must have.</summary>
    public required IReadOnlyDictionary<string, string> NodeLabels { get; init; }

    public required ImmutableArray<TolerationSettings> Tolerations { get; init; }

    public required ImmutableArray<string> Near { get; init; }

    public required ImmutableArray<string> AwayFrom { get; init; }

    public required string? PriorityClass { get; init; }

    public required string? RuntimeClass { get; init; }
}


/// <summary>The system a service belongs to.</summary>
/// <param name="Name">Of the whole system.</param>
/// <param name="Stack">Which of its environments.</param>
/// <param name="Namespace">Where it lives.</param>
internal sealed record SystemIdentity(string Name, string Stack, string Namespace)
{
    /// <summary>Which of the stack's clusters it is on; null where there is but one.</summary>
    public string? Cluster { get; init; }

    /// <summary>What Pulumi knows an object by. Objects of several clusters are called the same, and one stack keeps them all.</summary>
    public string ResourceName(string objectName) => Cluster is null ? objectName : $"{Cluster}/{objectName}";

    /// <summary>A name for what belongs to the whole cluster, apart from those of other systems and stacks.</summary>
    public string Qualify(string name) => $"{Name}-{Stack}-{name}";
}

/// <summary>How the cluster asks whether a pod has started, can take requests, and has to be restarted.</summary>
internal sealed record ServiceHealth(HealthProbe? Startup, HealthProbe? Readiness, HealthProbe? Liveness);

/// <summary>One question and its pace.</summary>
/// <param name="Kind">How it is asked.</param>
/// <param name="Path">For HTTP.</param>
/// <param name="Command">For a command.</param>
/// <param name="Pace">How often and how patiently.</param>
internal sealed record HealthProbe(ProbeKind Kind, string? Path, ImmutableArray<string> Command, Heartbeat Pace);

/// <summary>How a pod is asked whether it is well.</summary>
internal enum ProbeKind
{
    Http,
    Grpc,
    Tcp,
    Command,
}

/// <summary>Where a service listens, and who may reach it from outside.</summary>
/// <param name="Port">The port of its containers.</param>
/// <param name="Settings">What the catalogue says.</param>
internal sealed record ServiceTraffic(int Port, TrafficSettings Settings)
{
    /// <summary>The port of the Service in front of it.</summary>
    public int PublicPort { get; init; } = Port;

    /// <summary>Where the stack's monitoring, and nobody else, reads its metrics; null if not at a port of their own.</summary>
    public int? MetricsPort { get; init; }

    /// <summary>Whether its pods are to see the addresses of clients, not of nodes.</summary>
    public bool KeepsClientAddresses { get; init; }

    /// <summary>Whether a load balancer looks for its pods, one by one.</summary>
    public bool IsBalanced { get; init; }

    /// <summary>The versions that share its requests, its own first; empty if there are no others.</summary>
    public ImmutableArray<WeightedVersion> Versions { get; init; } = [];

    public Protocol Protocol => Settings.Protocol;

    /// <summary>Whether a gateway that runs somewhere else in the cluster brings requests to it.</summary>
    public bool IsReachedByGateway { get; init; }

    public Exposure Expose => Settings.Expose ?? Exposure.ClusterIp;

    public bool IsOpenToTheWorld => IsReachedByGateway || Expose is Exposure.NodePort or Exposure.LoadBalancer;

    /// <summary>The name of the port, by which probes, Services and policies refer to it.</summary>
    public string PortName => Protocol switch
    {
        Protocol.Grpc => "grpc",
        Protocol.Tcp => "tcp",
        _ => "http",
    };
}

/// <summary>Where another service of the same namespace answers.</summary>
internal sealed record ServiceAddress(string Name, string Namespace, int Port, Protocol Protocol)
{
    public string Url => $"{Scheme}://{Name}.{Namespace}.svc:{Port}";

    private string Scheme => Protocol switch
    {
        Protocol.Grpc => "grpc",
        Protocol.Tcp => "tcp",
        _ => "http",
    };
}

/// <summary>A version of a service.</summary>
/// <param name="Of">The service.</param>
/// <param name="Name">The version.</param>
internal sealed record ServiceVersion(string Of, string Name)
{
    /// <summary>What the pods of the service itself are called beside its versions.</summary>
    public const string Stable = "stable";

    /// <summary>What the objects of a version are called.</summary>
    public static string Qualify(string service, string version) => $"{service}-{version}";
}

/// <summary>A version and its share of the requests.</summary>
/// <param name="Name">The version.</param>
/// <param name="Service">What its workload is called.</param>
/// <param name="Weight">Relative to the other versions.</param>
/// <param name="Replicas">Its pods.</param>
internal sealed record WeightedVersion(string Name, string Service, int Weight, ReplicaCount Replicas);
