using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Settings.Binding;
using Infra.Settings.Values;

namespace Infra.Settings;

/// <summary>A service of the catalogue. <c>image</c> and <c>port</c> and nothing else make a good one.</summary>
internal sealed record ServiceSettings
{
    /// <summary>What it is: how it runs, and whether it is expected to end.</summary>
    /// <value>service</value>
    /// <example>kind: worker</example>
    public ServiceKind Kind { get; init; } = ServiceKind.Service;

    /// <summary>The container image.</summary>
    /// <example>image: ghcr.io/example/catalog:1.4.2</example>
    public required ImageSettings Image { get; init; }

    /// <summary>The port it listens on.</summary>
    /// <remarks>A Service in front of the pods, an HTTP readiness and liveness probe, and the way in for those that call it.</remarks>
    /// <example>port: 8080</example>
    [Range(1, 65535)]
    public int? Port { get; init; }

    /// <summary>The program to run instead of the image's own.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>The arguments to run it with.</summary>
    public ImmutableArray<string> Args { get; init; } = [];

    /// <summary>Environment variables.</summary>
    /// <remarks>
    /// Plain values go into a ConfigMap, those encrypted in the stack's file (<c>secure:</c>) into a Secret; a change of either rolls the pods.
    /// </remarks>
    /// <example>env: {LOG_LEVEL: info, ORDERS_URL: {address: orders}}</example>
    public IReadOnlyDictionary<string, EnvironmentSettings> Env { get; init; } = ImmutableDictionary<string, EnvironmentSettings>.Empty;

    /// <summary>What each pod gets of the cluster's resources.</summary>
    /// <value>the size <c>small</c></value>
    /// <example>resources: medium</example>
    public ResourceSettings Resources { get; init; } = new();

    /// <summary>How the cluster finds out whether a pod is well.</summary>
    public HealthSettings Health { get; init; } = new();

    /// <summary>How a pod is ended without losing requests.</summary>
    public ShutdownSettings Shutdown { get; init; } = new();

    /// <summary>A fixed number of pods.</summary>
    /// <value>from the stack's fault tolerance: 1, 2 or 3</value>
    /// <example>replicas: 3</example>
    [Range(0, 1000)]
    public int? Replicas { get; init; }

    /// <summary>A number of pods that follows the load.</summary>
    /// <remarks>A HorizontalPodAutoscaler, which then owns the number of replicas.</remarks>
    /// <example>scaling: {min: 2, max: 10, cpu: 70}</example>
    public ScalingSettings? Scaling { get; init; }

    /// <summary>When a cron service runs.</summary>
    /// <example>schedule: "30 3 * * *"</example>
    public ScheduleSettings? Schedule { get; init; }

    /// <summary>How a job, or each run of a cron service, ends.</summary>
    public JobSettings Job { get; init; } = new();

    /// <summary>How it is reached.</summary>
    public TrafficSettings Traffic { get; init; } = new();

    /// <summary>The services it calls; nothing else of the system may talk to them or be talked to.</summary>
    /// <remarks>NetworkPolicies in both directions, <c>&lt;NAME&gt;_URL</c> in the environment, and the order of deployment.</remarks>
    /// <example>calls: [orders, payments]</example>
    public ImmutableArray<string> Calls { get; init; } = [];

    /// <summary>The addresses outside the cluster it talks to.</summary>
    /// <remarks>
    /// A NetworkPolicy. Kubernetes filters by address, not by name: for a host name the port is opened to every public address, for a CIDR range to that range alone.
    /// </remarks>
    /// <example>external: ["smtp.example.com:587", "10.20.0.0/16:5432"]</example>
    public ImmutableArray<ExternalAddress> External { get; init; } = [];

    /// <summary>The team that answers for it.</summary>
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

    /// <summary>Runs again and again by the clock (CronJob).</summary>
    Cron,
}

/// <summary>A container image: a whole reference, or parts that override those of the reference.</summary>
[ShortForm(nameof(Reference))]
internal sealed record ImageSettings
{
    /// <summary>The image as <c>docker pull</c> takes it.</summary>
    /// <example>image: ghcr.io/example/catalog:1.4.2</example>
    public required ImageReference Reference { get; init; }

    /// <summary>Another tag than the reference's; the usual thing for a stack to override.</summary>
    /// <example>image: {tag: "1.5.0-rc.1"}</example>
    public string? Tag { get; init; }

    /// <summary>The image that is meant; another tag makes the reference's digest void.</summary>
    public ImageReference Resolve() => Tag is null ? Reference : Reference with { Tag = Tag, Digest = null };
}

/// <summary>The value of an environment variable.</summary>
[ShortForm(nameof(Value))]
internal sealed record EnvironmentSettings
{
    /// <summary>The value itself. Encrypt it with <c>infra config set --secret --path</c> if it is one to keep.</summary>
    /// <example>env: {LOG_LEVEL: info}</example>
    public Text? Value { get; init; }

    /// <summary>Whether the value belongs into a Secret although the file shows it, as a sandbox's key does; encrypted values always do.</summary>
    /// <value>false</value>
    /// <example>env: {PROVIDER_KEY: {value: sandbox, secret: true}}</example>
    public bool Secret { get; init; }

    /// <summary>The name of a service whose address is the value.</summary>
    /// <example>env: {ORDERS_URL: {address: orders}}</example>
    public string? Address { get; init; }
}

/// <summary>When a cron service runs.</summary>
[ShortForm(nameof(Cron))]
internal sealed record ScheduleSettings
{
    /// <summary>Minute, hour, day of month, month and day of week, as in crontab(5).</summary>
    /// <example>schedule: "30 3 * * 1-5"</example>
    public required string Cron { get; init; }

    /// <summary>The time zone the schedule is meant in.</summary>
    /// <value>Etc/UTC</value>
    /// <example>timeZone: Europe/Berlin</example>
    public string TimeZone { get; init; } = "Etc/UTC";

    /// <summary>What happens when a run is due while the last one still goes on.</summary>
    /// <value>forbid</value>
    public ConcurrencyPolicy Concurrency { get; init; } = ConcurrencyPolicy.Forbid;

    /// <summary>How late a run may still start.</summary>
    /// <value>5m</value>
    public TimeSpan StartWithin { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>What happens when a run is due while the last one still goes on.</summary>
internal enum ConcurrencyPolicy
{
    /// <summary>Both run.</summary>
    Allow,

    /// <summary>The new one is skipped.</summary>
    Forbid,

    /// <summary>The old one is ended.</summary>
    Replace,
}

/// <summary>How a job ends.</summary>
internal sealed record JobSettings
{
    /// <summary>How often a failed pod is tried again.</summary>
    /// <value>2</value>
    [Range(0, 100)]
    public int Retries { get; init; } = 2;

    /// <summary>How long one run may take, retries included.</summary>
    /// <value>1h</value>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a finished job is kept to be looked at.</summary>
    /// <value>1d</value>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(1);
}
