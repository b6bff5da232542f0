using Infra.Backend.Monitoring.Dashboards;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Stores;

/// <summary>PostgreSQL by the metrics of postgres_exporter.</summary>
internal class PostgresMonitor(WatchedStore store, ThresholdSettings thresholds) : StoreMonitor(store, thresholds)
{
    /// <summary>About half of the transaction IDs, before the end of which the server refuses to write.</summary>
    private const double OldTransactionIds = 1e9;

    private const string Statistics = "pg_stat_database";

    protected override SeriesSelector Up => Of("pg_up");

    /// <summary>What the metrics of the server's statistics begin with.</summary>
    protected virtual string Prefix => "";

    /// <summary>Connections by user or state.</summary>
    protected virtual SeriesSelector Backends => Of("pg_stat_activity_count");

    protected virtual SeriesSelector BackendLimit => Of("pg_settings_max_connections");

    /// <summary>The age of the oldest transaction of each connection, in seconds.</summary>
    protected virtual SeriesSelector TransactionAge => Of("pg_stat_activity_max_tx_duration");

    /// <summary>The age of the oldest transaction ID of each database.</summary>
    protected virtual SeriesSelector TransactionIdAge => Of("pg_database_wraparound_age_datfrozenxid_seconds");

    private PromExpr ConnectionShare => Sum(Backends, "pod") / Max(BackendLimit, "pod");

    protected override IEnumerable<AlertRule> CreateOwnAlerts() =>
        [
            ConnectionsExhausted(ConnectionShare),
            new AlertRule
            {
                Name = "StoreTransactionOpen",
                Expression = Max(TransactionAge) > Hours(1).TotalSeconds,
                For = Minutes(5),
                Severity = Severity.Warning,
                Summary = $"A transaction in {Store.Name} has been open for {{{{ $value | humanizeDuration }}}}.",
                Meaning = "It keeps locks, and the server cannot reuse the space of deleted rows until it ends.",
                Runbook = "pg_stat_activity names the client and the query; pg_terminate_backend ends it.",
            },
            new AlertRule
            {
                Name = "StoreTransactionIdsOld",
                Expression = Max(TransactionIdAge) > OldTransactionIds,
                For = Minutes(15),
                Severity = Severity.Critical,
                Summary = $"A database of {Store.Name} has {{{{ $value | humanize }}}} transaction IDs in use.",
                Meaning = "At two billion the server refuses to write.",
                Runbook = "Find what holds autovacuum up, such as an old transaction or replication slot, and run VACUUM (FREEZE).",
            },
            new AlertRule
            {
                Name = "StoreDeadlocks",
                Expression = Sum(Increase(OfDatabases("deadlocks"), Minutes(15))) > 5,
                Severity = Severity.Warning,
                Summary = $"{{{{ $value | humanize }}}} deadlocks within 15 minutes in {Store.Name}.",
                Meaning = "Transactions of services fail and must be repeated.",
                Runbook = "The server's log has the statements; let transactions change rows in one order.",
            },
        ];

    protected override IEnumerable<Panel> CreateServerPanels() =>
        [
            Connections(ConnectionShare),
            Lines("Size of databases", Unit.Bytes, new Target(Max(Of($"{Prefix}pg_database_size_bytes"), "datname"), "{{datname}}")),
            Lines("Oldest transaction", Unit.Seconds, new Target(Max(TransactionAge))),
        ];

    protected override IEnumerable<Panel> CreateWorkPanels() =>
        [
            Lines(
                "Transactions",
                Unit.PerSecond,
                new Target(Sum(Rate(OfDatabases("xact_commit")), "datname"), "{{datname}} committed"),
                new Target(Sum(Rate(OfDatabases("xact_rollback")), "datname"), "{{datname}} rolled back")
            ),
            Lines(
                "Blocks found in memory",
                Unit.Share,
                new Target(Sum(Rate(OfDatabases("blks_hit"))) / (Sum(Rate(OfDatabases("blks_hit"))) + Sum(Rate(OfDatabases("blks_read")))))
            ),
            Lines("Deadlocks", Unit.PerSecond, new Target(Sum(Rate(OfDatabases("deadlocks")), "datname"), "{{datname}}")),
        ];

    private SeriesSelector OfDatabases(string statistic) => Of($"{Prefix}{Statistics}_{statistic}");
}
