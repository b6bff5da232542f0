using Infra.Backend.Monitoring.Dashboards;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Stores;

/// <summary>PostgreSQL by the metrics of CloudNativePG, which are of each server.</summary>
internal sealed class CloudNativePgMonitor(WatchedStore store, ThresholdSettings thresholds) : PostgresMonitor(store, thresholds)
{
    protected override SeriesSelector Up => Of("cnpg_collector_up");

    protected override string Prefix => "cnpg_";

    protected override SeriesSelector Backends => Of("cnpg_backends_total");

    protected override SeriesSelector BackendLimit => Of("cnpg_pg_settings_setting", Is("name", "max_connections"));

    protected override SeriesSelector TransactionAge => Of("cnpg_backends_max_tx_duration_seconds");

    protected override SeriesSelector TransactionIdAge => Of("cnpg_pg_database_xid_age");

    private SeriesSelector Lag => Of("cnpg_pg_replication_lag");

    protected override IEnumerable<AlertRule> CreateOwnAlerts() =>
        [
            .. base.CreateOwnAlerts(),
            .. Store.Servers > 1
                ?
                [
                    new AlertRule
                    {
                        Name = "StoreReplicaBehind",
                        Expression = Max(Lag) > Minutes(1).TotalSeconds,
                        For = Minutes(5),
                        Severity = Severity.Warning,
                        Summary = $"A replica of {Store.Name} is {{{{ $value | humanizeDuration }}}} behind.",
                        Meaning = "It cannot take over without a delay or a loss, and services that read from it see old data.",
                        Runbook = "Compare its disk and network with those of the others; kubectl cnpg status shows what it replays.",
                    },
                ]
                : (AlertRule[])[],
        ];

    protected override IEnumerable<Panel> CreateServerPanels() =>
        [
            .. base.CreateServerPanels(),
            Lines("Replicas behind", Unit.Seconds, new Target(Max(Lag, "pod"), "{{pod}}")),
            Lines("Write-ahead log", Unit.Bytes, new Target(Max(Of("cnpg_collector_pg_wal", Is("value", "size")), "pod"), "{{pod}}")),
        ];
}
