using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Backups;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Alerts on the drills of backups: their CronJobs, and what they count.</summary>
internal static class DrillAlerts
{
    public static IEnumerable<RuleGroup> CreateGroups(MonitoringPlan plan)
    {
        AlertRule[] alerts = [.. plan.Drilled.SelectMany(store => CreateAlerts(store, plan))];
        return alerts.Length == 0 ? [] : [new("drills", [.. alerts])];
    }

    private static IEnumerable<AlertRule> CreateAlerts(StorePlan store, MonitoringPlan plan)
    {
        var inNamespace = plan.System.Namespace;
        var period = StoreRules.WithMargin(BackupInterval.Longest(store.Drill!.Every));
        var labels = StoreRules.LabelsFor(store, inNamespace);
        var drills = new CronRuns(DerivedNames.DrillNamespace(inNamespace), StoreNames.Drill(store.Name));
        if (plan.Settings.Parts.KubeStateMetrics)
        {
            yield return new AlertRule
            {
                Name = "StoreDrillOld",
                Expression = drills.Age > period.TotalSeconds,
                Severity = Severity.Warning,
                Labels = labels,
                Summary = $"{store.Name} had its last successful drill {{{{ $value | humanizeDuration }}}} ago.",
                Meaning = "It is not known whether its backups can be restored.",
                Runbook = $"infra store drill {store.Name} restores the newest backup at once, and shows why it fails.",
            };
            yield return new AlertRule
            {
                Name = "StoreDrillFailed",
                Expression = drills.FailedLast,
                Severity = Severity.Critical,
                Labels = labels,
                Summary = $"The drill of the newest backup of {store.Name} failed.",
                Meaning = "The backups may be useless.",
                Runbook =
                    "Read the log of the Job: a file may have changed in the bucket, the query may not hold, or the server may lack memory.",
            };
        }

        if (plan.HasPushgateway)
        {
            // The former number is in the period, and no longer once the next drill is due.
            var counted = Series(DrillMetrics.Objects, Is("namespace", inNamespace), Is("store", store.Name));
            yield return new AlertRule
            {
                Name = "StoreDrillShrunk",
                Expression =
                    Max(LastOverTime(counted, period), "database", "type") < 0.5 * Max(MaxOverTime(counted, period), "database", "type"),
                Severity = Severity.Warning,
                Labels = labels,
                Summary =
                    $"The newest backup of {store.Name} has {{{{ $value }}}} {{{{ $labels.type }}}} in {{{{ $labels.database }}}}, less than half of those before.",
                Meaning = "Data may be lost, in the store or in its backups.",
                Runbook =
                    $"Compare with the store itself. If they were not deleted on purpose, infra store restore --backup brings an older backup into a new store. The alert ends when the next drill of {store.Name} is due.",
            };
        }
    }
}
