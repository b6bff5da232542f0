using Infra.Backend.Monitoring.Dashboards;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Stores;

/// <summary>Valkey and Redis by the metrics of redis_exporter.</summary>
internal sealed class ValkeyMonitor(WatchedStore store, ThresholdSettings thresholds) : StoreMonitor(store, thresholds)
{
    protected override SeriesSelector Up => Of("redis_up");

    private PromExpr ConnectionShare => Max(Of("redis_connected_clients"), "pod") / Max(Of("redis_config_maxclients"), "pod");

    /// <summary>A server without a limit has none to exhaust.</summary>
    private PromExpr MemoryShare => Max(Of("redis_memory_used_bytes"), "pod") / (Max(Of("redis_memory_max_bytes"), "pod") > 0);

    protected override IEnumerable<AlertRule> CreateOwnAlerts() =>
        [
            ConnectionsExhausted(ConnectionShare),
            new AlertRule
            {
                Name = "StoreMemoryExhausted",
                Expression = Max(MemoryShare) > (Thresholds.SaturationPercent / 100),
                For = Minutes(5),
                Severity = Severity.Warning,
                Summary = $"{Store.Name} uses {{{{ $value | humanizePercentage }}}} of the memory it may use.",
                Meaning = "At the limit the server removes keys or refuses to write, as its maxmemory-policy says.",
                Runbook = "Let keys expire, or raise maxmemory and the limit of the container.",
            },
            new AlertRule
            {
                Name = "StoreKeysEvicted",
                Expression = Sum(Increase(Of("redis_evicted_keys_total"), Minutes(15))) > 0,
                Severity = Severity.Warning,
                Summary = $"{Store.Name} removed {{{{ $value | humanize }}}} keys for lack of memory within 15 minutes.",
                Meaning = "A cache answers less; other data is lost.",
                Runbook = "Let keys expire, or raise maxmemory and the limit of the container.",
            },
            new AlertRule
            {
                Name = "StorePersistenceFailed",
                Expression = Min(Of("redis_rdb_last_bgsave_status")).EqualTo(0).Or(Min(Of("redis_aof_last_write_status")).EqualTo(0)),
                For = Minutes(5),
                Severity = Severity.Critical,
                Summary = $"{Store.Name} cannot write its data to the disk.",
                Meaning = "What was written since is lost when the server stops, and the server may refuse to write.",
                Runbook = "The server's log has the error; most often the volume is full.",
            },
        ];

    protected override IEnumerable<Panel> CreateServerPanels() =>
        [
            Connections(ConnectionShare),
            Lines("Memory", Unit.Bytes, new Target(Max(Of("redis_memory_used_bytes"), "pod"), "{{pod}}")),
            Lines("Keys", Unit.Count, new Target(Sum(Of("redis_db_keys"), "db"), "{{db}}")),
        ];

    protected override IEnumerable<Panel> CreateWorkPanels() =>
        [
            Lines("Commands", Unit.PerSecond, new Target(Sum(Rate(Of("redis_commands_processed_total"))))),
            Lines(
                "Keys found",
                Unit.Share,
                new Target(
                    Sum(Rate(Of("redis_keyspace_hits_total")))
                        / (Sum(Rate(Of("redis_keyspace_hits_total"))) + Sum(Rate(Of("redis_keyspace_misses_total"))))
                )
            ),
            Lines("Keys removed for lack of memory", Unit.PerSecond, new Target(Sum(Rate(Of("redis_evicted_keys_total"))))),
        ];
}
