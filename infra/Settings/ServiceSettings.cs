using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>A service of the catalogue. <c>image</c> and <c>port</c> and nothing else make a good one.</summary>
internal sealed record ServiceSettings
{
    /// <summary>What it is: how it runs, and whether it is expected to end.</summary>
    /// <value>service</value>
    /// <remarks>A Deployment, StatefulSet, Job, CronJob or DaemonSet.</remarks>
    /// <example>kind: worker</example>
    public ServiceKind Kind { get; init; } = ServiceKind.Service;

    /// <summary>The container image.</summary>
    /// <remarks>The container's <c>image</c>.</remarks>
    /// <example>image: ghcr.io/example/catalog:1.4.2</example>
    public required ImageSettings Image { get; init; }

    /// <summary>The port it listens on.</summary>
    /// <value>none; a service needs one</value>
    /// <remarks>A Service in front of the pods, an HTTP readiness and liveness probe, and the way in for those that call it.</remarks>
    /// <example>port: 8080</example>
    [Range(1, 65535)]
    public int? Port { get; init; }

    /// <summary>The program to run instead of the image's own.</summary>
    /// <value>the image's entry point</value>
    /// <remarks>The container's <c>command</c>.</remarks>
    /// <example>command: [/app/server]</example>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>The arguments to run it with.</summary>
    /// <value>the image's</value>
    /// <remarks>The container's <c>args</c>.</remarks>
    /// <example>args: [--workers, "4"]</example>
    public ImmutableArray<string> Args { get; init; } = [];

    /// <summary>Environment variables.</summary>
    /// <value>the addresses of what it calls</value>
    /// <remarks>
    /// Plain values go into a ConfigMap, those encrypted in the stack's file (<c>secure:</c>) into a Secret; a change of either rolls the
    /// pods.
    /// </remarks>
    /// <example>env: {LOG_LEVEL: info, ORDERS_URL: {address: orders}}</example>
    public IReadOnlyDictionary<string, EnvironmentSettings> Env { get; init; } = ImmutableDictionary<string, EnvironmentSettings>.Empty;

    /// <summary>Files by their absolute paths.</summary>
    /// <value>none</value>
    /// <remarks>
    /// A volume of a ConfigMap, or of a Secret for what is encrypted in the stack's file; a change of either rolls the pods.
    /// </remarks>
    /// <example>files: {/etc/app/rules.json: '{"strict": true}'}</example>
    public IReadOnlyDictionary<string, FileSettings> Files { get; init; } = ImmutableDictionary<string, FileSettings>.Empty;

    /// <summary>Room on disk, by name.</summary>
    /// <value>none</value>
    /// <remarks>An emptyDir, or a PersistentVolumeClaim: one for each pod of a stateful service, one for all pods of any other.</remarks>
    /// <example>volumes: {data: {mount: /var/lib/data, kind: persistent, size: 10Gi}}</example>
    [Names]
    public IReadOnlyDictionary<string, VolumeSettings> Volumes { get; init; } = ImmutableDictionary<string, VolumeSettings>.Empty;

    /// <summary>Containers that run to their end, one after the other, before the service starts.</summary>
    /// <value>none</value>
    /// <remarks>The pod's <c>initContainers</c>.</remarks>
    /// <example>init: {migrate: {image: "shop/orders:2.0.5", command: [/app/migrate]}}</example>
    [Names]
    public IReadOnlyDictionary<string, ContainerSettings> Init { get; init; } = ImmutableDictionary<string, ContainerSettings>.Empty;

    /// <summary>Containers that run beside the service: started before it, ended after it.</summary>
    /// <value>none</value>
    /// <remarks>Init containers with <c>restartPolicy: Always</c>, Kubernetes' own form of a sidecar.</remarks>
    /// <example>sidecars: {proxy: {image: "envoyproxy/envoy:v1.33.0", port: 9901}}</example>
    [Names]
    public IReadOnlyDictionary<string, ContainerSettings> Sidecars { get; init; } = ImmutableDictionary<string, ContainerSettings>.Empty;

    /// <summary>What each pod gets of the cluster's resources.</summary>
    /// <value>the size <c>small</c></value>
    /// <remarks>The container's <c>resources</c>.</remarks>
    /// <example>resources: medium</example>
    public ResourceSettings Resources { get; init; } = new();

    /// <summary>
    /// The class of service quality the pods are to have. It follows from requests and limits; said outright, it is checked.
    /// </summary>
    /// <value>what follows from the amounts</value>
    /// <remarks>Nothing: the class follows from the amounts, and a class that they do not lead to is an error.</remarks>
    /// <example>qos: guaranteed</example>
    public QosClass? Qos { get; init; }

    /// <summary>How the cluster finds out whether a pod is well.</summary>
    /// <value>what is spoken at the port is asked</value>
    /// <remarks>Startup, readiness and liveness probes.</remarks>
    /// <example>health: {path: /healthz, detectWithin: 15s}</example>
    public HealthSettings Health { get; init; } = new();

    /// <summary>How a pod is ended without losing requests.</summary>
    /// <value>from the stack's fault tolerance</value>
    /// <remarks>A <c>preStop</c> hook and the <c>terminationGracePeriodSeconds</c>.</remarks>
    /// <example>shutdown: {drain: 10s, finish: 1m}</example>
    public ShutdownSettings Shutdown { get; init; } = new();

    /// <summary>A fixed number of pods.</summary>
    /// <value>from the stack's fault tolerance: 1, 2 or 3</value>
    /// <remarks>The workload's <c>replicas</c>, and the disruption budget that follows from them.</remarks>
    /// <example>replicas: 3</example>
    [Range(0, 1000)]
    public int? Replicas { get; init; }

    /// <summary>A number of pods that follows the load.</summary>
    /// <value>none: a fixed number</value>
    /// <remarks>A HorizontalPodAutoscaler, which then owns the number of replicas.</remarks>
    /// <example>scaling: {min: 2, max: 10, cpu: 70}</example>
    public ScalingSettings? Scaling { get; init; }

    /// <summary>When a cron service runs.</summary>
    /// <value>none; a cron service needs one</value>
    /// <remarks>The CronJob's <c>schedule</c>.</remarks>
    /// <example>schedule: "30 3 * * *"</example>
    public ScheduleSettings? Schedule { get; init; }

    /// <summary>How a job, or each run of a cron service, ends.</summary>
    /// <value>two retries within an hour</value>
    /// <remarks>The Job, or the CronJob's <c>jobTemplate</c>.</remarks>
    /// <example>job: {retries: 5, deadline: 30m}</example>
    public JobSettings Job { get; init; } = new();

    /// <summary>Whether a container that has ended is started again.</summary>
    /// <value>always; never for jobs and cron services, whose pods are replaced instead</value>
    /// <remarks>The pods' <c>restartPolicy</c>.</remarks>
    /// <example>restart: onFailure</example>
    public RestartPolicy? Restart { get; init; }

    /// <summary>Where its pods may run and where they should.</summary>
    /// <value>spread as the stack's fault tolerance has it</value>
    /// <remarks>Spread constraints, node selectors, tolerations, affinities and classes of the pods.</remarks>
    /// <example>placement: {zones: required, pool: batch}</example>
    public PlacementSettings Placement { get; init; } = new();

    /// <summary>The clusters it lands on, where the stack has several.</summary>
    /// <value>all of them</value>
    /// <remarks>It calls, and is called by, services of the same cluster only.</remarks>
    /// <example>clusters: [eu]</example>
    public ImmutableArray<string>? Clusters { get; init; }

    /// <summary>How it is reached.</summary>
    /// <value>HTTP, inside the cluster</value>
    /// <remarks>The Service, and its route at the load balancer.</remarks>
    /// <example>traffic: {protocol: grpc, expose: loadBalancer}</example>
    public TrafficSettings Traffic { get; init; } = new();

    /// <summary>Other versions of it that run at the same time, by name (canary, blue and green).</summary>
    /// <value>none</value>
    /// <remarks>
    /// For each a Deployment and a Service named <c>&lt;service&gt;-&lt;version&gt;</c>, and a Service <c>&lt;service&gt;-stable</c> for
    /// the service's own pods. The load balancer shares requests out by weight. Callers inside the cluster go through the Service in front
    /// of all versions, which shares connections out by the number of pods, and leaves out what has weight 0.
    /// </remarks>
    /// <example>versions: {canary: {tag: 2.1.0-rc.1, weight: 10}}</example>
    [Names]
    public IReadOnlyDictionary<string, VersionSettings> Versions { get; init; } = ImmutableDictionary<string, VersionSettings>.Empty;

    /// <summary>The services it calls; nothing else of the system may talk to them or be talked to.</summary>
    /// <value>nobody</value>
    /// <remarks>NetworkPolicies in both directions, <c>&lt;NAME&gt;_URL</c> in the environment, and the order of deployment.</remarks>
    /// <example>calls: [orders, payments]</example>
    public ImmutableArray<string> Calls { get; init; } = [];

    /// <summary>The addresses outside the cluster it talks to.</summary>
    /// <value>nobody</value>
    /// <remarks>
    /// A NetworkPolicy. Kubernetes filters by address, not by name: for a host name the port is opened to every public address, for a CIDR
    /// range to that range alone.
    /// </remarks>
    /// <example>external: ["smtp.example.com:587", "10.20.0.0/16:5432"]</example>
    public ImmutableArray<ExternalAddress> External { get; init; } = [];

    /// <summary>The measurements it offers of itself.</summary>
    /// <value>none</value>
    /// <remarks>Scraped by Prometheus; its requests, failures and durations become alerts and a dashboard.</remarks>
    /// <example>metrics: {port: 9090}</example>
    public MetricsSettings? Metrics { get; init; }

    /// <summary>What it promises.</summary>
    /// <value>none</value>
    /// <remarks>Alerts that tell when the promise is being broken too fast, and the rest of the error budget on a dashboard.</remarks>
    /// <example>slo: {availability: 99.9, latency: {under: 300ms, for: 99}}</example>
    public ObjectiveSettings? Slo { get; init; }

    /// <summary>The team that answers for it.</summary>
    /// <value>nobody</value>
    /// <remarks>The label <c>infra/owner</c> on everything that belongs to the service.</remarks>
    /// <example>owner: team-checkout</example>
    public string? Owner { get; init; }
}

/// <summary>What a service is.</summary>
internal enum ServiceKind
{
    /// <summary>Runs for ever and answers on a port (Deployment and Service).</summary>
    Service,

    /// <summary>Runs for ever and listens to nobody, such as the consumer of a queue (Deployment).</summary>
    Worker,

    /// <summary>Runs for ever under a name of its own in each pod, and keeps its volumes (StatefulSet).</summary>
    Stateful,

    /// <summary>Runs once for each deployment that changes it, and ends (Job).</summary>
    Job,

    /// <summary>Runs again and again by the clock (CronJob).</summary>
    Cron,

    /// <summary>Runs once on every node (DaemonSet).</summary>
    Daemon,
}

internal static class ServiceKindExtensions
{
    /// <summary>Whether the pods of a kind of service do not run to completion.</summary>
    public static bool IsLongRunning(this ServiceKind kind) => kind is not (ServiceKind.Job or ServiceKind.Cron);
}

/// <summary>Whether a container that has ended is started again.</summary>
internal enum RestartPolicy
{
    /// <summary>However it ended.</summary>
    Always,

    /// <summary>If it failed.</summary>
    OnFailure,

    /// <summary>Never: a job makes a new pod instead.</summary>
    Never,
}
