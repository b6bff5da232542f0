using Infra.Backend.Monitoring.Dashboards;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Stores;

/// <summary>MySQL by the metrics of mysqld_exporter; in a cluster of several servers, each has an exporter.</summary>
internal sealed class MysqlMonitor(WatchedStore store, ThresholdSettings thresholds) : StoreMonitor(store, thresholds)
{
    /// <summary>The share of slow queries that is unusual.</summary>
    private const double ManySlowQueries = 0.05;

    protected override SeriesSelector Up => Of("mysql_up");

    private PromExpr ConnectionShare =>
        Max(OfStatus("threads_connected"), "pod") / Max(Of("mysql_global_variables_max_connections"), "pod");

    protected override IEnumerable<AlertRule> CreateOwnAlerts() =>
        [
            ConnectionsExhausted(ConnectionShare),
            new AlertRule
            {
                Name = "StoreQueriesSlow",
                Expression =
                    Sum(Rate(OfStatus("slow_queries"), Minutes(15))) / Sum(Rate(OfStatus("queries"), Minutes(15))) > ManySlowQueries,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = $"{{{{ $value | humanizePercentage }}}} of the queries of {Store.Name} take longer than long_query_time.",
                Meaning = "Services wait for the store.",
                Runbook = "performance_schema.events_statements_summary_by_digest names the statements; they may lack an index.",
            },
            .. Store.Servers > 1
                ?
                [
                    new AlertRule
                    {
                        Name = "StoreServerOutOfSync",
                        Expression = Min(OfStatus("wsrep_ready")).EqualTo(0),
                        For = Minutes(5),
                        Severity = Severity.Warning,
                        Summary = $"A server of {Store.Name} does not accept queries, because it is not in sync with the others.",
                        Meaning = "The store may stop when another server fails.",
                        Runbook =
                            "The server's log shows the state transfer; kubectl describe of the custom resource shows the cluster's state.",
                    },
                ]
                : (AlertRule[])[],
        ];

    protected override IEnumerable<Panel> CreateServerPanels() =>
        [
            Connections(ConnectionShare),
            Lines("Running threads", Unit.Count, new Target(Max(OfStatus("threads_running"), "pod"), "{{pod}}")),
            Lines(
                "Pages found in memory",
                Unit.Share,
                new Target(
                    (Sum(Rate(OfStatus("innodb_buffer_pool_read_requests"))) - Sum(Rate(OfStatus("innodb_buffer_pool_reads"))))
                        / Sum(Rate(OfStatus("innodb_buffer_pool_read_requests")))
                )
            ),
        ];

    protected override IEnumerable<Panel> CreateWorkPanels() =>
        [
            Lines("Queries", Unit.PerSecond, new Target(Sum(Rate(OfStatus("queries")), "pod"), "{{pod}}")),
            Lines("Slow queries", Unit.PerSecond, new Target(Sum(Rate(OfStatus("slow_queries")), "pod"), "{{pod}}")),
            Lines("Waits for locks of rows", Unit.PerSecond, new Target(Sum(Rate(OfStatus("innodb_row_lock_waits")), "pod"), "{{pod}}")),
        ];

    private SeriesSelector OfStatus(string variable) => Of($"mysql_global_status_{variable}");
}
