using Infra.Backend.Monitoring.Dashboards;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Stores;

/// <summary>MongoDB by the metrics of mongodb_exporter; in a replica set, each server has an exporter.</summary>
internal sealed class MongodbMonitor(WatchedStore store, ThresholdSettings thresholds) : StoreMonitor(store, thresholds)
{
    private const double Primary = 1;
    private const double ManyWaiting = 100;

    protected override SeriesSelector Up => Of("mongodb_up");

    private SeriesSelector State => Of("mongodb_rs_myState");

    private PromExpr ConnectionShare
    {
        get
        {
            var current = Max(OfConnections("current"), "pod");
            return current / (current + Max(OfConnections("available"), "pod"));
        }
    }

    private PromExpr Waiting => Max(Of("mongodb_ss_globalLock_currentQueue", Is("count_type", "total")), "pod");

    protected override IEnumerable<AlertRule> CreateOwnAlerts() =>
        [
            ConnectionsExhausted(ConnectionShare),
            new AlertRule
            {
                Name = "StoreOperationsWaiting",
                Expression = Max(Waiting) > ManyWaiting,
                For = Minutes(10),
                Severity = Severity.Warning,
                Summary = $"{{{{ $value }}}} operations of {Store.Name} wait for a lock.",
                Meaning = "Services wait for the store.",
                Runbook = "db.currentOp() names the operation that the others wait for.",
            },
            .. Store.Servers > 1
                ?
                [
                    new AlertRule
                    {
                        Name = "StoreWithoutPrimary",
                        Expression = Count(State).Unless(Count(State.EqualTo(Primary))),
                        For = Minutes(2),
                        Severity = Severity.Critical,
                        Summary = $"None of the {{{{ $value }}}} servers of {Store.Name} that answer is the primary one.",
                        Meaning = "Services can read, but not write.",
                        Runbook = "rs.status() shows why no server is elected; most often too few can reach each other.",
                    },
                ]
                : (AlertRule[])[],
        ];

    protected override IEnumerable<Panel> CreateServerPanels() =>
        [
            Connections(ConnectionShare),
            Lines("Size of databases", Unit.Bytes, new Target(Max(Of("mongodb_dbstats_dataSize"), "database"), "{{database}}")),
            Lines("Operations waiting for a lock", Unit.Count, new Target(Waiting, "{{pod}}")),
        ];

    protected override IEnumerable<Panel> CreateWorkPanels() =>
        [
            Lines("Operations", Unit.PerSecond, new Target(Sum(Rate(Of("mongodb_ss_opcounters")), "legacy_op_type"), "{{legacy_op_type}}")),
            Lines("Documents", Unit.PerSecond, new Target(Sum(Rate(Of("mongodb_ss_metrics_document")), "doc_op_type"), "{{doc_op_type}}")),
        ];

    private SeriesSelector OfConnections(string type) => Of("mongodb_ss_connections", Is("conn_type", type));
}
