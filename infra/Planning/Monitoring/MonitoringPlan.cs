using System.Collections.Immutable;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Backups;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using ImageReference = Infra.Kubernetes.ImageReference;
using Quantity = Infra.Kubernetes.Quantity;

namespace Infra.Backend.Planning.Monitoring;

/// <summary>A stack's monitoring with all defaults resolved.</summary>
internal sealed record MonitoringPlan
{
    public required SystemIdentity System { get; init; }

    public required MonitoringSettings Settings { get; init; }

    public required MonitoringSize Size { get; init; }

    /// <summary>Whether Prometheus and Alertmanager run more than one replica.</summary>
    public required bool IsRedundant { get; init; }

    /// <summary>Whether alerts are evaluated but not sent.</summary>
    public required bool IsSilent { get; init; }

    public required ImmutableArray<WatchedService> Services { get; init; }

    /// <summary>The stores with metrics.</summary>
    public ImmutableArray<WatchedStore> Stores { get; init; } = [];

    /// <summary>The stores that this stack backs up.</summary>
    public ImmutableArray<StorePlan> Backups { get; init; } = [];

    /// <summary>The stores with drills of their backups, those of operators included.</summary>
    public ImmutableArray<StorePlan> Drilled { get; init; } = [];

    /// <summary>The stores whose servers archive their log, by the plugin of CloudNativePG.</summary>
    public ImmutableArray<StorePlan> Archives { get; init; } = [];

    /// <summary>The stores that Percona's operators back up.</summary>
    public ImmutableArray<StorePlan> PerconaBackups { get; init; } = [];

    public required TimeSpan Retention { get; init; }

    public required Quantity RetentionSize { get; init; }

    public bool IsExternal => Settings.Mode == MonitoringMode.External;

    /// <summary>False where another system stores the metrics and evaluates the rules.</summary>
    public bool EvaluatesRules => !IsExternal || Settings.External?.Alertmanager is not null;

    public bool HasAlertmanager => !IsExternal && Settings.Parts.Alertmanager;

    public bool HasGrafana => !IsExternal && Settings.Parts.Grafana;

    /// <summary>Whether logs are collected; they need a store, here or elsewhere.</summary>
    public bool HasLogs => Settings.Parts.Logs && (!IsExternal || Settings.External is { Loki: not null } or { Otlp: not null });

    public bool HasLogStore => HasLogs && !IsExternal;

    public bool HasMetricsAdapter => !IsExternal && Settings.Parts.MetricsAdapter;

    /// <summary>Whether drills hand over their metrics.</summary>
    public bool HasPushgateway => !Drilled.IsEmpty && DrillReport.IsWanted(Settings);

    /// <summary>The hosts that the blackbox exporter probes.</summary>
    public ImmutableArray<(WatchedService Service, string Host)> Probed =>
        Settings.Parts.Blackbox
            ? [.. Services.SelectMany(service => service.Hosts.Where(host => !host.StartsWith('*')).Select(host => (service, host)))]
            : [];

    /// <param name="part">One of <see cref="PartNames"/>.</param>
    public bool Deploys(string part) =>
        part switch
        {
            PartNames.Alertmanager => HasAlertmanager,
            PartNames.KubeStateMetrics => Settings.Parts.KubeStateMetrics,
            PartNames.NodeExporter => Settings.Parts.NodeExporter,
            PartNames.Grafana => HasGrafana,
            PartNames.Loki => HasLogStore,
            PartNames.FluentBit => HasLogs,
            PartNames.Blackbox => !Probed.IsEmpty,
            PartNames.MetricsAdapter => HasMetricsAdapter,
            PartNames.Pushgateway => HasPushgateway,
            _ => part == PartNames.Prometheus,
        };

    /// <summary>The namespace of the parts that need no privileges.</summary>
    public string Namespace => DerivedNames.MonitoringNamespace(System.Namespace);

    /// <summary>The namespace of the agents that access their node.</summary>
    public string AgentsNamespace => DerivedNames.AgentsNamespace(System.Namespace);

    /// <summary>The namespaces whose objects have alerts.</summary>
    public ImmutableArray<string> Scope =>
        Settings.Namespaces.IsEmpty ? [System.Namespace, Namespace, AgentsNamespace, "kube-system"] : Settings.Namespaces;

    public static MonitoringPlan Create(ClusterPlan cluster)
    {
        var settings = cluster.Settings;
        var services = WatchedService.FromPlan(cluster);
        var monitoring = settings.Monitoring;
        var size = monitoring.Size ?? SizeFor(services.Sum(service => service.Pods));
        return new MonitoringPlan
        {
            System = cluster.System,
            Settings = monitoring,
            Size = size,
            IsRedundant = settings.FaultTolerance == FaultTolerance.Critical,
            IsSilent = settings.IsSilent,
            Services = services,
            Stores = WatchedStore.FromPlan(cluster),
            Backups = [.. cluster.Stores.Where(store => store.HasBackupJobs)],
            Drilled = [.. cluster.Stores.Where(store => store.Drill is not null)],
            Archives = [.. cluster.Stores.Where(store => store is { Kind: StoreKind.Postgres, Backup: not null, HasBackupJobs: false })],
            PerconaBackups =
            [
                .. cluster.Stores.Where(store =>
                    store is { Kind: StoreKind.Mysql or StoreKind.Mongodb, Backup: not null, HasBackupJobs: false }
                ),
            ],
            Retention = MetricsRetention.Resolve(monitoring, services.Select(service => service.Objective)),
            RetentionSize = monitoring.Retention.Size ?? PartSizes.MetricsVolume(size),
        };
    }

    public ImageReference ResolveImage(MonitoringImage image) => image.In(Settings.Images);

    private static MonitoringSize SizeFor(int pods) =>
        pods switch
        {
            < 50 => MonitoringSize.Small,
            < 500 => MonitoringSize.Medium,
            _ => MonitoringSize.Large,
        };
}
