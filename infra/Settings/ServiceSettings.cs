using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>A service of the catalogue. Only <c>image</c> and, for most kinds, <c>port</c> are required.</summary>
internal sealed partial record ServiceSettings
{
    /// <summary>The kind of service: how it runs, and whether it runs to completion.</summary>
    /// <value>service</value>
    /// <remarks>A Deployment, StatefulSet, Job, CronJob or DaemonSet.</remarks>
    /// <example>kind: worker</example>
    public ServiceKind Kind { get; init; } = ServiceKind.Service;

    /// <summary>The container image.</summary>
    /// <remarks>The container's <c>image</c>.</remarks>
    /// <example>image: ghcr.io/example/catalog:1.4.2</example>
    public required ImageSettings Image { get; init; }

    /// <summary>The port it listens on, if there is only one.</summary>
    /// <value>none; required for a service</value>
    /// <remarks>A Service in front of the pods, probes, and an ingress rule for its callers.</remarks>
    /// <example>port: 8080</example>
    public PortSettings? Port { get; init; }

    /// <summary>The ports it listens on, by name. The first one is its main port, unless <c>traffic.port</c> names another.</summary>
    /// <value>the single <c>port</c></value>
    /// <remarks>
    /// The ports of the container and the Service. A name has at most 15 lower-case letters, digits and inner dashes, with at least one
    /// letter.
    /// </remarks>
    /// <example>ports: {http: 8080, grpc: {container: 9090, service: 90, protocol: grpc}}</example>
    public IReadOnlyDictionary<string, PortSettings> Ports { get; init; } = ImmutableDictionary<string, PortSettings>.Empty;

    /// <summary>The command to run.</summary>
    /// <value>the image's entry point</value>
    /// <remarks>The container's <c>command</c>.</remarks>
    /// <example>command: [/app/server]</example>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>The arguments of the command.</summary>
    /// <value>the image's</value>
    /// <remarks>The container's <c>args</c>.</remarks>
    /// <example>args: [--workers, "4"]</example>
    public ImmutableArray<string> Args { get; init; } = [];

    /// <summary>Environment variables.</summary>
    /// <value>the URLs of the services it calls</value>
    /// <remarks>
    /// A ConfigMap for plain values and a Secret for encrypted ones (<c>secure:</c>), and the <c>env</c> of every container for other
    /// sources and values with references. A change of any of them rolls the pods; a change of an existing Secret or ConfigMap does not.
    /// </remarks>
    /// <example>env: {LOG_LEVEL: info, ORDERS_URL: {address: orders}}</example>
    public IReadOnlyDictionary<string, EnvironmentSettings> Env { get; init; } = ImmutableDictionary<string, EnvironmentSettings>.Empty;

    /// <summary>
    /// Existing Secrets and ConfigMaps of the namespace, each of whose keys becomes an environment variable. A later one overrides an
    /// earlier one, and <c>env</c> overrides all.
    /// </summary>
    /// <value>none</value>
    /// <remarks>The <c>envFrom</c> of every container. A change of them does not roll the pods.</remarks>
    /// <example>envFrom: [{secret: mastodon-env}, {configMap: common, prefix: COMMON_}]</example>
    public ImmutableArray<EnvironmentSourceSettings> EnvFrom { get; init; } = [];

    /// <summary>Files, and folders of files, by their absolute paths.</summary>
    /// <value>none</value>
    /// <remarks>
    /// A volume from a ConfigMap, or from a Secret for encrypted contents. A change of either rolls the pods.
    /// </remarks>
    /// <example>files: {/etc/app/rules.json: '{"strict": true}', /etc/app/templates: {folder: config/templates}}</example>
    public IReadOnlyDictionary<string, FileSettings> Files { get; init; } = ImmutableDictionary<string, FileSettings>.Empty;

    /// <summary>Volumes by name.</summary>
    /// <value>none</value>
    /// <remarks>
    /// The pods' <c>volumes</c>. A persistent one is a PersistentVolumeClaim: one for each pod of a stateful service, one for all pods of
    /// other kinds.
    /// </remarks>
    /// <example>volumes: {data: {mount: /var/lib/data, kind: persistent, size: 10Gi}}</example>
    [Names]
    public IReadOnlyDictionary<string, VolumeSettings> Volumes { get; init; } = ImmutableDictionary<string, VolumeSettings>.Empty;

    /// <summary>Init containers, which run to completion one after the other before the service starts.</summary>
    /// <value>none</value>
    /// <remarks>The pod's <c>initContainers</c>.</remarks>
    /// <example>init: {migrate: {image: "shop/orders:2.0.5", command: [/app/migrate]}}</example>
    [Names]
    public IReadOnlyDictionary<string, ContainerSettings> Init { get; init; } = ImmutableDictionary<string, ContainerSettings>.Empty;

    /// <summary>Sidecars, which start before the service and stop after it.</summary>
    /// <value>none</value>
    /// <remarks>Init containers with <c>restartPolicy: Always</c>, Kubernetes' form of sidecars.</remarks>
    /// <example>sidecars: {proxy: {image: "envoyproxy/envoy:v1.33.0", port: 9901}}</example>
    [Names]
    public IReadOnlyDictionary<string, ContainerSettings> Sidecars { get; init; } = ImmutableDictionary<string, ContainerSettings>.Empty;

    /// <summary>Its requests and limits.</summary>
    /// <value>the size <c>small</c></value>
    /// <remarks>The container's <c>resources</c>.</remarks>
    /// <example>resources: medium</example>
    public ResourceSettings Resources { get; init; } = new();

    /// <summary>Its user and privileges.</summary>
    /// <value>user and group 10001 without privileges, and a read-only root file system</value>
    /// <remarks>The <c>securityContext</c> of the pods and of its container.</remarks>
    /// <example>security: {user: 1000, writableRoot: true}</example>
    public SecuritySettings Security { get; init; } = new();

    /// <summary>
    /// The expected QoS class of the pods.
    /// </summary>
    /// <value>the one that follows from requests and limits</value>
    /// <remarks>Nothing: the class follows from requests and limits. A different class is an error.</remarks>
    /// <example>qos: guaranteed</example>
    public QosClass? Qos { get; init; }

    /// <summary>The probes of its container.</summary>
    /// <value>probes of the port that suit its protocol</value>
    /// <remarks>Startup, readiness and liveness probes.</remarks>
    /// <example>health: {path: /healthz, detectWithin: 15s}</example>
    public HealthSettings Health { get; init; } = new();

    /// <summary>How a pod terminates without losing requests.</summary>
    /// <value>from the stack's fault tolerance</value>
    /// <remarks>A <c>preStop</c> hook and the <c>terminationGracePeriodSeconds</c>.</remarks>
    /// <example>shutdown: {drain: 10s, finish: 1m}</example>
    public ShutdownSettings Shutdown { get; init; } = new();

    /// <summary>The fixed number of replicas.</summary>
    /// <value>from the stack's fault tolerance: 1, 2 or 3</value>
    /// <remarks>The workload's <c>replicas</c>, and its disruption budget.</remarks>
    /// <example>replicas: 3</example>
    [Range(0, 1000)]
    public int? Replicas { get; init; }

    /// <summary>The autoscaler.</summary>
    /// <value>none: a fixed number of replicas</value>
    /// <remarks>A HorizontalPodAutoscaler, which then sets the number of replicas.</remarks>
    /// <example>scaling: {min: 2, max: 10, cpu: 70}</example>
    public ScalingSettings? Scaling { get; init; }

    /// <summary>The schedule of a cron service.</summary>
    /// <value>none; required for a cron service</value>
    /// <remarks>The CronJob's <c>schedule</c>.</remarks>
    /// <example>schedule: "30 3 * * *"</example>
    public ScheduleSettings? Schedule { get; init; }

    /// <summary>How a job, or each run of a cron service, runs to completion.</summary>
    /// <value>two retries within an hour</value>
    /// <remarks>The Job, or the CronJob's <c>jobTemplate</c>.</remarks>
    /// <example>job: {retries: 5, deadline: 30m}</example>
    public JobSettings Job { get; init; } = new();

    /// <summary>Whether a terminated container is restarted.</summary>
    /// <value>always; never for jobs and cron services</value>
    /// <remarks>The pods' <c>restartPolicy</c>.</remarks>
    /// <example>restart: onFailure</example>
    public RestartPolicy? Restart { get; init; }

    /// <summary>The order in which the pods of a stateful service start.</summary>
    /// <value>parallel</value>
    /// <remarks>
    /// The StatefulSet's <c>podManagementPolicy</c>. With <c>ordered</c> each pod waits until the one before it is ready, so pods must not
    /// need each other to become ready. A change replaces the StatefulSet.
    /// </remarks>
    /// <example>startup: ordered</example>
    public StartupOrder? Startup { get; init; }

    /// <summary>What becomes of the claims of a stateful service's pods.</summary>
    /// <value>they are retained</value>
    /// <remarks>The StatefulSet's <c>persistentVolumeClaimRetentionPolicy</c>, which applies to all its volumes.</remarks>
    /// <example>claimRetention: {whenDeleted: retain, whenScaled: delete}</example>
    public ClaimRetentionSettings? ClaimRetention { get; init; }

    /// <summary>Constraints and preferences for scheduling its pods.</summary>
    /// <value>from the stack's fault tolerance</value>
    /// <remarks>Topology spread constraints, node selectors, tolerations, affinities, priority and runtime classes of the pods.</remarks>
    /// <example>placement: {zones: required, pool: batch}</example>
    public PlacementSettings Placement { get; init; } = new();

    /// <summary>The clusters it is deployed to, if the stack has several.</summary>
    /// <value>all of them</value>
    /// <remarks>The service is deployed to these clusters only. Calls stay within a cluster.</remarks>
    /// <example>clusters: [eu]</example>
    public ImmutableArray<string>? Clusters { get; init; }

    /// <summary>How it receives requests.</summary>
    /// <value>HTTP, inside the cluster</value>
    /// <remarks>The Service, and the route of the load balancer.</remarks>
    /// <example>traffic: {protocol: grpc, expose: loadBalancer}</example>
    public TrafficSettings Traffic { get; init; } = new();

    /// <summary>Other versions that run at the same time, by name (canary, blue/green).</summary>
    /// <value>none</value>
    /// <remarks>
    /// A Deployment and a Service <c>&lt;service&gt;-&lt;version&gt;</c> for each, and a Service <c>&lt;service&gt;-stable</c> for the
    /// service's own pods. The load balancer distributes requests by weight. Callers inside the cluster use the Service in front of all
    /// versions with a weight above 0, which distributes connections by the number of pods.
    /// </remarks>
    /// <example>versions: {canary: {tag: 2.1.0-rc.1, weight: 10}}</example>
    [Names]
    public IReadOnlyDictionary<string, VersionSettings> Versions { get; init; } = ImmutableDictionary<string, VersionSettings>.Empty;

    /// <summary>
    /// The services it calls, or single ports of them. Network policies deny all other traffic between services; only the pods of a
    /// stateful service reach each other without it.
    /// </summary>
    /// <value>none</value>
    /// <remarks>
    /// Egress and ingress rules for all ports of the other service, or for the named one; <c>&lt;NAME&gt;_URL</c> in the environment, and
    /// <c>&lt;NAME&gt;_&lt;PORT&gt;_URL</c> for each further port; the order of deployment.
    /// </remarks>
    /// <example>calls: [orders, "flagd:grpc"]</example>
    public ImmutableArray<ServiceReference> Calls { get; init; } = [];

    /// <summary>The services that must be complete or ready before its pods start or change, such as a migration.</summary>
    /// <value>none: only the services it calls come first</value>
    /// <remarks>
    /// The workload is created and updated after theirs: after the completion of a job, after the readiness of other services. A job is
    /// replaced, and so runs again, when its pod template changes. If one of them fails, the workload stays as it is.
    /// </remarks>
    /// <example>after: [migrate]</example>
    public ImmutableArray<string> After { get; init; } = [];

    /// <summary>The addresses outside the cluster it connects to.</summary>
    /// <value>none</value>
    /// <remarks>
    /// Egress rules. Network policies filter by address, so a host name opens its port to all public addresses, and a CIDR range to that
    /// range only.
    /// </remarks>
    /// <example>external: ["smtp.example.com:587", "10.20.0.0/16:5432"]</example>
    public ImmutableArray<ExternalAddress> External { get; init; } = [];

    /// <summary>The Prometheus metrics it exposes.</summary>
    /// <value>none</value>
    /// <remarks>A scrape job, and alerts and a dashboard of its requests, failures and durations.</remarks>
    /// <example>metrics: {port: 9090}</example>
    public MetricsSettings? Metrics { get; init; }

    /// <summary>Its service level objectives.</summary>
    /// <value>none</value>
    /// <remarks>Alerts when the error budget burns too fast, and the remaining budget on a dashboard.</remarks>
    /// <example>slo: {availability: 99.9, latency: {under: 300ms, for: 99}}</example>
    public ObjectiveSettings? Slo { get; init; }

    /// <summary>The team that owns it.</summary>
    /// <value>none</value>
    /// <remarks>The label <c>infra/owner</c> on all its objects.</remarks>
    /// <example>owner: team-checkout</example>
    public string? Owner { get; init; }

    /// <summary>Labels of all its objects, by key.</summary>
    /// <value>those of the stack</value>
    /// <remarks>The <c>metadata.labels</c> of its objects, pods included. A change rolls the pods; selectors stay as they are.</remarks>
    /// <example>labels: {tier: web}</example>
    public IReadOnlyDictionary<string, Text> Labels { get; init; } = ImmutableDictionary<string, Text>.Empty;

    /// <summary>Annotations of all its objects, by key.</summary>
    /// <value>those of the stack</value>
    /// <remarks>The <c>metadata.annotations</c> of its objects, pods included. A change rolls the pods.</remarks>
    /// <example>annotations: {example.com/runbook: "https://wiki.example.com/web"}</example>
    public IReadOnlyDictionary<string, Text> Annotations { get; init; } = ImmutableDictionary<string, Text>.Empty;

    /// <summary>Labels and annotations of its pods, workload, Service, ServiceAccount or route only.</summary>
    /// <value>none</value>
    /// <remarks>The <c>metadata</c> of these objects, where they override those of all its objects and of the stack.</remarks>
    /// <example>objects: {pod: {annotations: {prometheus.io/scrape: "true", prometheus.io/port: "9090"}}}</example>
    public ServiceObjectSettings Objects { get; init; } = new();

    /// <summary>The ServiceAccount of its pods: annotations, token and rights.</summary>
    /// <value>one of its own, without token and rights</value>
    /// <remarks>A ServiceAccount, and with <c>rules</c> a Role and a RoleBinding.</remarks>
    /// <example>serviceAccount: {rules: [{apiGroups: [""], resources: [pods], verbs: [get, list, watch]}]}</example>
    public ServiceAccountSettings ServiceAccount { get; init; } = new();

    /// <summary>Changes of its objects, for fields that no setting describes.</summary>
    /// <value>none</value>
    /// <remarks>
    /// The fields of its objects, checked against the schema of the API. What follows from the settings, such as network policies and the
    /// quota, does not follow a patch.
    /// </remarks>
    /// <example>patches: [{kind: Deployment, merge: {spec: {template: {spec: {hostname: web}}}}}]</example>
    public ImmutableArray<PatchSettings> Patches { get; init; } = [];

    /// <summary>The protocol of its main port; null if it has no port.</summary>
    internal Protocol? MainProtocol => DeclaredPort.FindMain(this)?.Protocol;

    /// <summary>Whether it has a Service.</summary>
    internal bool HasPorts => DeclaredPort.InService(this).Any();

    /// <summary>Whether it calls another service, or a port of it.</summary>
    internal bool DoesCall(string service) => Calls.Any(call => call.Service == service);
}
