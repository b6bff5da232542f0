using System.Collections.Immutable;
using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Dashboards;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Planning.Stores.Metrics;
using Infra.Backend.Settings;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Stores;

/// <summary>The alerts on a store and the panels about it, from the metrics of one source.</summary>
internal abstract class StoreMonitor(WatchedStore store, ThresholdSettings thresholds)
{
    private readonly ImmutableSortedDictionary<string, string> _labels = CreateLabels(store);

    protected WatchedStore Store { get; } = store;

    protected ThresholdSettings Thresholds { get; } = thresholds;

    /// <summary>1 for each server that answers, 0 for one that does not.</summary>
    protected abstract SeriesSelector Up { get; }

    /// <summary>The number of servers that take part.</summary>
    protected virtual PromExpr Servers => Sum(Up);

    /// <summary>Creates the monitor of a store.</summary>
    public static StoreMonitor Create(WatchedStore store, MonitoringPlan plan)
    {
        var thresholds = plan.Settings.Thresholds;
        return store.Metrics.Source switch
        {
            MetricsSource.PostgresExporter => new PostgresMonitor(store, thresholds),
            MetricsSource.CloudNativePg => new CloudNativePgMonitor(store, thresholds),
            MetricsSource.MysqldExporter => new MysqlMonitor(store, thresholds),
            MetricsSource.RedisExporter => new ValkeyMonitor(store, thresholds),
            MetricsSource.Rabbitmq => new RabbitmqMonitor(store, thresholds),
            MetricsSource.KafkaExporter => new KafkaMonitor(store, thresholds),
            MetricsSource.MongodbExporter => new MongodbMonitor(store, thresholds),
            _ => new SeaweedMonitor(store, thresholds),
        };
    }

    /// <summary>The alerts.</summary>
    public IEnumerable<AlertRule> CreateAlerts() => CreateOwnAlerts().Prepend(Down()).Concat(Missing()).Select(AddLabels);

    /// <summary>The rows of the dashboard.</summary>
    public IEnumerable<Row> CreateRows() =>
        [new("Servers", [CreateStatus(), .. CreateServerPanels()]), new("Work", [.. CreateWorkPanels()])];

    /// <summary>The alerts that only this source has.</summary>
    protected abstract IEnumerable<AlertRule> CreateOwnAlerts();

    /// <summary>Panels about the state of the servers.</summary>
    protected abstract IEnumerable<Panel> CreateServerPanels();

    /// <summary>Panels about what clients do.</summary>
    protected abstract IEnumerable<Panel> CreateWorkPanels();

    /// <summary>Series of the store.</summary>
    protected SeriesSelector Of(string metric, params ReadOnlySpan<LabelMatcher> matchers) =>
        Series(metric, [Is("job", ScrapeJobs.JobName(Store)), .. matchers]);

    /// <summary>An alert on the share of connections in use.</summary>
    protected AlertRule ConnectionsExhausted(PromExpr share) =>
        new()
        {
            Name = "StoreConnectionsExhausted",
            Expression = Max(share) > (Thresholds.SaturationPercent / 100),
            For = Minutes(5),
            Severity = Severity.Warning,
            Summary = $"{{{{ $value | humanizePercentage }}}} of the connections that {Store.Name} allows are in use.",
            Meaning = "Without a free connection, services fail that need a new one.",
            Runbook = "The dashboard shows who holds connections. Limit the services' pools, or raise the server's limit.",
        };

    protected static LinesPanel Lines(string title, Unit unit, params ImmutableArray<Target> targets) =>
        new()
        {
            Title = title,
            Unit = unit,
            Targets = targets,
        };

    /// <summary>A panel with the share of connections in use.</summary>
    protected LinesPanel Connections(PromExpr share) =>
        Lines("Connections in use", Unit.Share, new Target(share, "{{pod}}")) with
        {
            Limits = new Limits(Warning: Thresholds.SaturationPercent / 200, Critical: Thresholds.SaturationPercent / 100),
        };

    private StatPanel CreateStatus() =>
        new()
        {
            Title = "Servers",
            Unit = Unit.Count,
            Targets = [new Target(Servers)],
            Limits = new Limits(Warning: Store.Servers, Critical: 0.5),
        };

    private AlertRule Down() =>
        new()
        {
            Name = "StoreDown",

            // Servers that are gone have no series. An exporter of ours that is gone says nothing about the server.
            Expression = (Store.IsOperated ? Max(Up).Or(Vector(0)) : Max(Up)).EqualTo(0),
            For = Minutes(2),
            Severity = Severity.Critical,
            Summary = $"No server of {Store.Name} answers.",
            Meaning = "The services that use it fail.",
            Runbook =
                $"infra explain {Store.Name} shows where it runs; the log of its server, or of its provider, says why it does not answer.",
        };

    private IEnumerable<AlertRule> Missing() =>
        Store.Servers == 1
            ? []
            :
            [
                new AlertRule
                {
                    Name = "StoreServerMissing",
                    Expression = Servers.Or(Vector(0)) < Store.Servers,
                    For = Minutes(10),
                    Severity = Severity.Warning,
                    Summary = $"{{{{ $value }}}} of the {Store.Servers} servers of {Store.Name} answer.",
                    Meaning = "The store may stop when another server fails.",
                    Runbook = "kubectl describe of the missing pod and of the custom resource shows what holds it up.",
                },
            ];

    private AlertRule AddLabels(AlertRule alert) => alert with { Labels = _labels };

    private static ImmutableSortedDictionary<string, string> CreateLabels(WatchedStore store)
    {
        var labels = ImmutableSortedDictionary<string, string>.Empty.Add("namespace", store.Namespace).Add("store", store.Name);
        return store.Owner is { } owner ? labels.Add("owner", owner) : labels;
    }
}
