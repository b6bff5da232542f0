using System.Collections.Immutable;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>
/// Everything that can be said about a stack: the catalogue in <c>stacks/services.yaml</c>, overlaid by the <c>infra:</c> settings of
/// <c>stacks/Pulumi.&lt;stack&gt;.yaml</c>. Any setting may stand in either file.
/// </summary>
internal sealed record StackSettings
{
    /// <summary>The name of the whole system.</summary>
    /// <remarks>Names the namespace and becomes the label <c>app.kubernetes.io/part-of</c>.</remarks>
    /// <example>name: shop</example>
    public required string Name { get; init; }

    /// <summary>The namespace the services live in.</summary>
    /// <value>the system's name</value>
    /// <remarks>A Namespace with Pod Security labels, a default-deny NetworkPolicy, a LimitRange and a ResourceQuota.</remarks>
    /// <example>namespace: shop-eu</example>
    public string? Namespace { get; init; }

    /// <summary>
    /// How much the stack must endure: what is not said elsewhere about replicas, spreading and the pace of probes follows from it.
    /// </summary>
    /// <value>standard</value>
    /// <remarks>
    /// Sets replicas, disruption budgets, spreading, priorities, retries, probe periods and graceful shutdown of every service that does
    /// not set its own.
    /// </remarks>
    /// <example>faultTolerance: critical</example>
    public FaultTolerance FaultTolerance { get; init; } = FaultTolerance.Standard;

    /// <summary>The cluster the stack lands on. Every stack says so itself: nothing is deployed to a cluster that nobody named.</summary>
    /// <value>**required**, unless <c>clusters</c> names several</value>
    /// <remarks>The Provider that everything is deployed through.</remarks>
    /// <example>cluster: {kind: simulated}</example>
    public ClusterSettings? Cluster { get; init; }

    /// <summary>
    /// The clusters the stack lands on, by name, where there are several: the same services in each, and DNS between them.
    /// </summary>
    /// <value>one, which <c>cluster</c> describes</value>
    /// <remarks>
    /// A Provider for each, and in each everything the stack has, monitoring included; services say by their own <c>clusters</c> where they
    /// land, if not on all. The stack's output <c>dns</c> tells for each host which address, region and weight it has in which cluster.
    /// </remarks>
    /// <example>clusters: {eu: {kind: existing, context: eu, region: eu-central-1, weight: 2}, us: {kind: existing, context: us, region: us-east-1}}</example>
    [Names]
    public IReadOnlyDictionary<string, MemberClusterSettings> Clusters { get; init; } = ImmutableDictionary<string, MemberClusterSettings>.Empty;

    /// <summary>Sizes by name, for <c>resources</c> to refer to.</summary>
    /// <value>none</value>
    /// <remarks>
    /// Requests and limits of containers. The size <c>small</c> is also what the namespace's LimitRange gives to a container that says
    /// nothing.
    /// </remarks>
    /// <example>sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}</example>
    [Names]
    public IReadOnlyDictionary<string, SizeSettings> Sizes { get; init; } = ImmutableDictionary<string, SizeSettings>.Empty;

    /// <summary>What holds for every image.</summary>
    /// <value>each as its reference says</value>
    /// <remarks>The <c>image</c> and the <c>imagePullSecrets</c> of every pod.</remarks>
    /// <example>images: {registry: mirror.example.com, pullSecrets: [registry-credentials]}</example>
    public ImageDefaults Images { get; init; } = new();

    /// <summary>What brings requests from outside to the services that have hosts.</summary>
    /// <value>services</value>
    /// <remarks>
    /// With <c>haproxy</c>, a Deployment called <c>load-balancer</c> with its configuration, autoscaler and disruption budget.
    /// </remarks>
    /// <example>loadBalancing: haproxy</example>
    public LoadBalancingSettings LoadBalancing { get; init; } = new();

    /// <summary>Node pools by name, for <c>placement.pool</c> to refer to.</summary>
    /// <value>none</value>
    /// <remarks>Node selectors and tolerations of the pods that name one.</remarks>
    /// <example>pools: {batch: {labels: {node-pool: batch}, tolerations: [{key: dedicated, value: batch}]}}</example>
    [Names]
    public IReadOnlyDictionary<string, PoolSettings> Pools { get; init; } = ImmutableDictionary<string, PoolSettings>.Empty;

    /// <summary>Kinds of hardware by name, told by the labels of their nodes, for <c>placement.performance</c> to refer to.</summary>
    /// <value>none</value>
    /// <remarks>Node selectors and tolerations of the pods that name one.</remarks>
    /// <example>performance: {fast-disk: {labels: {disk: nvme}}}</example>
    [Names]
    public IReadOnlyDictionary<string, PoolSettings> Performance { get; init; } = ImmutableDictionary<string, PoolSettings>.Empty;

    /// <summary>Priorities by name, for <c>placement.priority</c> to refer to.</summary>
    /// <value>
    /// that of the fault tolerance, by its name: <c>standard</c> is 1000, <c>critical</c> is 100000; what runs for ever has it if it says
    /// nothing
    /// </value>
    /// <remarks>A PriorityClass for each, named after the system.</remarks>
    /// <example>priorities: {checkout: 200000, critical: 50000}</example>
    [Names]
    public IReadOnlyDictionary<string, PrioritySettings> Priorities { get; init; } = ImmutableDictionary<string, PrioritySettings>.Empty;

    /// <summary>Container runtimes by name and the handler the nodes know them by, for <c>placement.runtime</c> to refer to.</summary>
    /// <value>none: the cluster's own runtime</value>
    /// <remarks>A RuntimeClass for each, named after the system.</remarks>
    /// <example>runtimes: {gvisor: runsc, kata: kata-qemu}</example>
    [Names]
    public IReadOnlyDictionary<string, string> Runtimes { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How much more than the sum of all services the namespace may use.</summary>
    /// <value>bounds from the services themselves</value>
    /// <remarks>In each cluster, where there are several.</remarks>
    /// <example>quota: {headroom: 100}</example>
    public QuotaSettings Quota { get; init; } = new();

    /// <summary>How the stack is watched.</summary>
    /// <value>off</value>
    /// <remarks>
    /// Prometheus, Alertmanager, exporters, Grafana and a log store in a namespace of their own, with alerts and dashboards for every
    /// service.
    /// </remarks>
    /// <example>monitoring: {retention: {time: 30d}}</example>
    public MonitoringSettings Monitoring { get; init; } = new() { Mode = MonitoringMode.Off };

    /// <summary>Who may do what in the namespace.</summary>
    /// <value>the cluster's administrators only</value>
    /// <remarks>
    /// A Role and RoleBindings. What belongs to the whole cluster, and the namespace with its bounds, stays with its administrators.
    /// </remarks>
    /// <example>access: {deployers: [team-platform], viewers: [developers]}</example>
    public AccessSettings Access { get; init; } = new();

    /// <summary>The services by name.</summary>
    /// <value>none</value>
    /// <remarks>A service set to <c>null</c> in a stack's file is left out of that stack.</remarks>
    /// <example>services: {catalog: {image: "shop/catalog:1.4", port: 8080}}</example>
    [Names]
    public IReadOnlyDictionary<string, ServiceSettings> Services { get; init; } = ImmutableDictionary<string, ServiceSettings>.Empty;

    /// <summary>Whether alerts are evaluated but not sent to anybody.</summary>
    internal bool IsSilent => Monitoring.Routing.Silent ?? FaultTolerance == FaultTolerance.Development;

    /// <summary>The namespace: its setting, or the system's name.</summary>
    public string NamespaceOrDefault() => Namespace ?? Name;

    /// <summary>The clusters the stack is deployed to.</summary>
    public IReadOnlyList<TargetCluster> TargetClusters() => Clusters.Count > 0
        ? [.. Clusters.Select(cluster => new TargetCluster(cluster.Key, cluster.Value))]
        : Cluster is { } only ? [new TargetCluster(null, only)] : [];
}

/// <summary>Presets of fault tolerance.</summary>
internal enum FaultTolerance
{
    /// <summary>One of each; fast to start, no redundancy.</summary>
    Development,

    /// <summary>Survives the loss of a pod or a node.</summary>
    Standard,

    /// <summary>Survives the loss of a zone, detects failures faster, drains longer.</summary>
    Critical,
}

/// <summary>The bounds of the namespace.</summary>
internal sealed record QuotaSettings
{
    /// <summary>Whether the namespace has a ResourceQuota.</summary>
    /// <value>true</value>
    /// <remarks>There is none where a daemon runs, which grows with the nodes.</remarks>
    /// <example>quota: {enabled: false}</example>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// What the quota allows beyond the sum of all services at their largest, in per cent; rolling updates need some of it.
    /// </summary>
    /// <value>50</value>
    /// <remarks>How far the ResourceQuota's <c>hard</c> amounts lie above what the services need.</remarks>
    /// <example>quota: {headroom: 100}</example>
    [System.ComponentModel.DataAnnotations.Range(0, 1000)]
    public int Headroom { get; init; } = 50;

    /// <summary>The most cores that all pods together may request.</summary>
    /// <value>the sum of all services at their largest, and the headroom</value>
    /// <remarks>The ResourceQuota's <c>requests.cpu</c>.</remarks>
    /// <example>quota: {cpu: 40, memory: 64Gi}</example>
    public Quantity? Cpu { get; init; }

    /// <summary>The most bytes that all pods together may request.</summary>
    /// <value>the sum of all services at their largest, and the headroom</value>
    /// <remarks>The ResourceQuota's <c>requests.memory</c>.</remarks>
    /// <example>quota: {memory: 64Gi}</example>
    public Quantity? Memory { get; init; }

    /// <summary>The most pods.</summary>
    /// <value>the sum of all services at their largest, and the headroom</value>
    /// <remarks>The ResourceQuota's <c>pods</c>.</remarks>
    /// <example>quota: {pods: 80}</example>
    [System.ComponentModel.DataAnnotations.Range(1, 100_000)]
    public int? Pods { get; init; }
}
