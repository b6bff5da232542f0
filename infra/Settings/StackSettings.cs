using System.Collections.Immutable;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Settings;

/// <summary>
/// The settings of a stack: the catalogue in <c>stacks/services.yaml</c>, overlaid by the <c>infra:</c> settings of
/// <c>stacks/Pulumi.&lt;stack&gt;.yaml</c>. Every setting may be in either file.
/// </summary>
internal sealed record StackSettings
{
    /// <summary>The name of the system.</summary>
    /// <remarks>The default name of the namespace, and the label <c>app.kubernetes.io/part-of</c>.</remarks>
    /// <example>name: shop</example>
    public required string Name { get; init; }

    /// <summary>The namespace of the services.</summary>
    /// <value>the system's name</value>
    /// <remarks>A Namespace with Pod Security labels, a default-deny NetworkPolicy, a LimitRange and a ResourceQuota.</remarks>
    /// <example>namespace: shop-eu</example>
    public string? Namespace { get; init; }

    /// <summary>The Pod Security Standard that the namespace enforces.</summary>
    /// <value>restricted</value>
    /// <remarks>
    /// The Namespace's label <c>pod-security.kubernetes.io/enforce</c>; <c>warn</c> and <c>audit</c> stay <c>restricted</c>. A service
    /// deviates from <c>restricted</c> only by its own <c>security</c>, and each deviation is a warning.
    /// </remarks>
    /// <example>podSecurity: baseline</example>
    public PodSecurityLevel PodSecurity { get; init; } = PodSecurityLevel.Restricted;

    /// <summary>Labels of all objects of the stack, by key.</summary>
    /// <value>none</value>
    /// <remarks>
    /// The <c>metadata.labels</c> of every object, pods and the monitoring included. A change rolls the pods; selectors stay as they are.
    /// Kubernetes reserves keys below <c>kubernetes.io/</c> and <c>k8s.io/</c>; those it documents for users are allowed.
    /// </remarks>
    /// <example>labels: {team: shop, example.com/cost-center: "4711"}</example>
    public IReadOnlyDictionary<string, Text> Labels { get; init; } = ImmutableDictionary<string, Text>.Empty;

    /// <summary>Annotations of all objects of the stack, by key.</summary>
    /// <value>none</value>
    /// <remarks>The <c>metadata.annotations</c> of every object, pods and the monitoring included. A change rolls the pods.</remarks>
    /// <example>annotations: {example.com/contact: shop@example.com}</example>
    public IReadOnlyDictionary<string, Text> Annotations { get; init; } = ImmutableDictionary<string, Text>.Empty;

    /// <summary>The preset for replicas, spreading, probes and graceful shutdown.</summary>
    /// <value>standard</value>
    /// <remarks>
    /// Replicas, disruption budgets, spreading, priorities, retries, probe periods and graceful shutdown of every service that does not set
    /// its own.
    /// </remarks>
    /// <example>faultTolerance: critical</example>
    public FaultTolerance FaultTolerance { get; init; } = FaultTolerance.Standard;

    /// <summary>The cluster the stack is deployed to.</summary>
    /// <value>**required** without <c>clusters</c></value>
    /// <remarks>The Provider of all resources.</remarks>
    /// <example>cluster: {kind: simulated}</example>
    public ClusterSettings? Cluster { get; init; }

    /// <summary>The clusters the stack is deployed to, by name, if there are several.</summary>
    /// <value>one: <c>cluster</c></value>
    /// <remarks>
    /// A Provider for each cluster, and in each cluster all of the stack, monitoring included, except services with other <c>clusters</c>.
    /// The stack's output <c>dns</c> has the address, region and weight of each host in each cluster.
    /// </remarks>
    /// <example>clusters: {eu: {kind: existing, context: eu, region: eu-1}, us: {kind: existing, context: us, region: us-1}}</example>
    [Names]
    public IReadOnlyDictionary<string, MemberClusterSettings> Clusters { get; init; } =
        ImmutableDictionary<string, MemberClusterSettings>.Empty;

    /// <summary>Sizes by name, for <c>resources</c>.</summary>
    /// <value>none</value>
    /// <remarks>
    /// Requests and limits of containers. The size <c>small</c> is also the default of the namespace's LimitRange.
    /// </remarks>
    /// <example>sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}</example>
    [Names]
    public IReadOnlyDictionary<string, SizeSettings> Sizes { get; init; } = ImmutableDictionary<string, SizeSettings>.Empty;

    /// <summary>Defaults for all images.</summary>
    /// <value>the images' own references</value>
    /// <remarks>The <c>image</c> and the <c>imagePullSecrets</c> of every pod.</remarks>
    /// <example>images: {registry: mirror.example.com, pullSecrets: [registry-credentials]}</example>
    public ImageDefaults Images { get; init; } = new();

    /// <summary>The load balancer for requests from outside to the services that have hosts.</summary>
    /// <value>services</value>
    /// <remarks>
    /// With <c>haproxy</c>, a Deployment <c>load-balancer</c> with its configuration, autoscaler and disruption budget.
    /// </remarks>
    /// <example>loadBalancing: haproxy</example>
    public LoadBalancingSettings LoadBalancing { get; init; } = new();

    /// <summary>Node pools by name, for <c>placement.pool</c>.</summary>
    /// <value>none</value>
    /// <remarks>Node selectors and tolerations of the pods that use one.</remarks>
    /// <example>pools: {batch: {labels: {node-pool: batch}, tolerations: [{key: dedicated, value: batch}]}}</example>
    [Names]
    public IReadOnlyDictionary<string, PoolSettings> Pools { get; init; } = ImmutableDictionary<string, PoolSettings>.Empty;

    /// <summary>Kinds of hardware by name, for <c>placement.performance</c>.</summary>
    /// <value>none</value>
    /// <remarks>Node selectors and tolerations of the pods that use one.</remarks>
    /// <example>performance: {fast-disk: {labels: {disk: nvme}}}</example>
    [Names]
    public IReadOnlyDictionary<string, PoolSettings> Performance { get; init; } = ImmutableDictionary<string, PoolSettings>.Empty;

    /// <summary>Priorities by name, for <c>placement.priority</c>.</summary>
    /// <value>
    /// the fault tolerance's by its name: <c>standard</c> is 1000, <c>critical</c> is 100000. It is the default of long-running services
    /// </value>
    /// <remarks>A PriorityClass for each, with the system's and the stack's name as prefix.</remarks>
    /// <example>priorities: {checkout: 200000, critical: 50000}</example>
    [Names]
    public IReadOnlyDictionary<string, PrioritySettings> Priorities { get; init; } = ImmutableDictionary<string, PrioritySettings>.Empty;

    /// <summary>Container runtimes by name, for <c>placement.runtime</c>.</summary>
    /// <value>none: the cluster's default runtime</value>
    /// <remarks>A RuntimeClass for each, with the system's and the stack's name as prefix.</remarks>
    /// <example>runtimes: {gvisor: runsc, kata: {handler: kata-qemu, overhead: {memory: 160Mi}}}</example>
    [Names]
    public IReadOnlyDictionary<string, RuntimeSettings> Runtimes { get; init; } = ImmutableDictionary<string, RuntimeSettings>.Empty;

    /// <summary>The quota of the namespace.</summary>
    /// <value>derived from the services</value>
    /// <remarks>
    /// A ResourceQuota in each cluster. Of an update that changes it, it comes first if it grows, and after the services if it appears or
    /// shrinks: the stack's output <c>quota</c> has the former one. One that is disabled is deleted after the services.
    /// </remarks>
    /// <example>quota: {headroom: 100}</example>
    public QuotaSettings Quota { get; init; } = new();

    /// <summary>The monitoring of the stack.</summary>
    /// <value>off</value>
    /// <remarks>
    /// Prometheus, Alertmanager, exporters, Grafana and a log store in a separate namespace, with alerts and dashboards for every service.
    /// </remarks>
    /// <example>monitoring: {retention: {time: 30d}}</example>
    public MonitoringSettings Monitoring { get; init; } = new() { Mode = MonitoringMode.Off };

    /// <summary>Access to the namespace.</summary>
    /// <value>the cluster's administrators only</value>
    /// <remarks>
    /// A Role and RoleBindings. Cluster-scoped objects, the namespace and its quota remain with the administrators.
    /// </remarks>
    /// <example>access: {deployers: [team-platform], viewers: [developers]}</example>
    public AccessSettings Access { get; init; } = new();

    /// <summary>Persistent volumes that services share, by name.</summary>
    /// <value>none</value>
    /// <remarks>A PersistentVolumeClaim of this name for each, in each cluster.</remarks>
    /// <example>volumes: {system: {size: 10Gi, access: readWriteMany, storageClass: nfs}}</example>
    [Names]
    public IReadOnlyDictionary<string, StackVolumeSettings> Volumes { get; init; } = ImmutableDictionary<string, StackVolumeSettings>.Empty;

    /// <summary>
    /// Files of Kubernetes objects that are deployed beside the services: files, folders and patterns such as <c>*.yaml</c> or
    /// <c>**/*.yaml</c>, from the catalogue's folder.
    /// </summary>
    /// <value>none</value>
    /// <remarks>
    /// The objects of all YAML and JSON files, in the namespace of the stack unless they name one, with its labels and annotations. In
    /// their texts <c>${namespace}</c> or <c>${services.web.image}</c> is a setting of the stack, and <c>$${</c> the text itself.
    /// </remarks>
    /// <example>manifests: [manifests/*.yaml, crds/]</example>
    public ImmutableArray<string> Manifests { get; init; } = [];

    /// <summary>The objects of the manifests, read when the settings are loaded.</summary>
    internal ImmutableArray<ManifestObject> ManifestObjects { get; init; } = [];

    /// <summary>The pods that operators run for the stores.</summary>
    internal ImmutableArray<PodDemand> OperatorPods { get; init; } = [];

    /// <summary>The stores by name: databases, caches, queues and object stores that services use.</summary>
    /// <value>none</value>
    /// <remarks>
    /// A StatefulSet with its users and credentials, or addresses and a Secret, for the services that list it in <c>uses</c>.
    /// </remarks>
    /// <example>stores: {orders-db: {kind: postgres, version: 18, size: 20Gi}}</example>
    [Names]
    public IReadOnlyDictionary<string, StoreSettings> Stores { get; init; } = ImmutableDictionary<string, StoreSettings>.Empty;

    /// <summary>Whether the clusters have KEDA, which scales services by queues, also to zero.</summary>
    /// <value>none: autoscalers get the length of queues as an external metric from the adapter of <c>monitoring</c></value>
    /// <remarks>What <c>scaling.queue</c> becomes, and ingress rules that let KEDA's operator read the queues.</remarks>
    /// <example>keda: true</example>
    public KedaSettings? Keda { get; init; }

    /// <summary>The namespaces of the operators that run stores.</summary>
    /// <value>any namespace</value>
    /// <remarks>Network policies of the stores' pods, which let the operator in from its namespace only.</remarks>
    /// <example>operators: {postgres: databases}</example>
    public OperatorNamespaceSettings Operators { get; init; } = new();

    /// <summary>Defaults for services.</summary>
    /// <value>none</value>
    /// <remarks>What the settings do on a service that has them itself. <c>infra explain</c> names the default as their reason.</remarks>
    /// <example>defaults: {all: {owner: team-platform}, worker: {shutdown: {finish: 1m}}}</example>
    [Applied]
    public ServiceDefaults Defaults { get; init; } = new();

    /// <summary>The services by name.</summary>
    /// <value>none</value>
    /// <remarks>A service set to <c>null</c> in a stack's file is left out of that stack.</remarks>
    /// <example>services: {catalog: {image: "shop/catalog:1.4", port: 8080}}</example>
    [Names]
    public IReadOnlyDictionary<string, ServiceSettings> Services { get; init; } = ImmutableDictionary<string, ServiceSettings>.Empty;

    /// <summary>Whether alerts are evaluated but not sent.</summary>
    internal bool IsSilent => Monitoring.Routing.Silent ?? FaultTolerance == FaultTolerance.Development;

    /// <summary>Whether KEDA scales the services that have a queue as their target.</summary>
    internal bool UsesKeda => Keda is { Enabled: true };

    /// <summary>The namespace: its setting, or the system's name.</summary>
    public string NamespaceOrDefault() => Namespace ?? Name;

    /// <summary>The clusters the stack is deployed to.</summary>
    public IReadOnlyList<TargetCluster> TargetClusters() =>
        Clusters.Count > 0 ? [.. Clusters.Select(cluster => new TargetCluster(cluster.Key, cluster.Value))]
        : Cluster is { } only ? [new TargetCluster(null, only)]
        : [];
}

/// <summary>Degrees of fault tolerance.</summary>
internal enum FaultTolerance
{
    /// <summary>One replica; fast to start, no redundancy.</summary>
    Development,

    /// <summary>Survives the loss of a pod or a node.</summary>
    Standard,

    /// <summary>Survives the loss of a zone, detects failures faster and drains longer.</summary>
    Critical,
}

/// <summary>The quota of the namespace.</summary>
internal sealed record QuotaSettings
{
    /// <summary>Whether the namespace has a ResourceQuota.</summary>
    /// <value>true</value>
    /// <remarks>A ResourceQuota; none if a daemon runs, because its pods depend on the number of nodes.</remarks>
    /// <example>quota: {enabled: false}</example>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// The share of the sum of all services at their maximum that the quota allows on top, in per cent.
    /// </summary>
    /// <value>50</value>
    /// <remarks>The <c>hard</c> limits of the ResourceQuota.</remarks>
    /// <example>quota: {headroom: 100}</example>
    [System.ComponentModel.DataAnnotations.Range(0, 1000)]
    public int Headroom { get; init; } = 50;

    /// <summary>The maximum of cores that all pods may request together.</summary>
    /// <value>the sum of all services at their maximum, plus the headroom</value>
    /// <remarks>The ResourceQuota's <c>requests.cpu</c>.</remarks>
    /// <example>quota: {cpu: 40, memory: 64Gi}</example>
    public Quantity? Cpu { get; init; }

    /// <summary>The maximum of memory that all pods may request together.</summary>
    /// <value>the sum of all services at their maximum, plus the headroom</value>
    /// <remarks>The ResourceQuota's <c>requests.memory</c>.</remarks>
    /// <example>quota: {memory: 64Gi}</example>
    public Quantity? Memory { get; init; }

    /// <summary>The maximum number of pods.</summary>
    /// <value>the sum of all services at their maximum, plus the headroom</value>
    /// <remarks>The ResourceQuota's <c>pods</c>.</remarks>
    /// <example>quota: {pods: 80}</example>
    [System.ComponentModel.DataAnnotations.Range(1, 100_000)]
    public int? Pods { get; init; }
}
