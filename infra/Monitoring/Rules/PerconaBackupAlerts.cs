using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings.Values;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Alerts on the backups of Percona's operators, by what kube-state-metrics reads in their custom resources.</summary>
internal static class PerconaBackupAlerts
{
    public static IEnumerable<RuleGroup> CreateGroups(MonitoringPlan plan) =>
        plan.PerconaBackups.IsEmpty
            ? []
            : [new("percona-backups", [.. plan.PerconaBackups.SelectMany(store => CreateAlerts(store, plan.System.Namespace))])];

    private static IEnumerable<Rule> CreateAlerts(StorePlan store, string inNamespace)
    {
        var (every, labels) = (store.Backup!.Settings.Every, StoreRules.LabelsFor(store, inNamespace));
        var kinds = PerconaKinds.Of(store.Kind);
        var completed = Max(Of(PerconaMetrics.BackupCompleted));
        yield return new AlertRule
        {
            Name = "StoreBackupOld",
            Expression = Now - completed.Or(Max(Of(PerconaMetrics.StoreCreated))) > StoreRules.WithMargin(every).TotalSeconds,
            Severity = Severity.Critical,
            Labels = labels,
            Summary =
                $"The last backup of {store.Name} is {{{{ $value | humanizeDuration }}}} old, and one is due every {Duration.Format(every)}.",
            Meaning = "If the store fails now, only the archived log since then restores what is newer.",
            Runbook = $"kubectl get {kinds.Backups} shows why the last ones failed; infra store backup {store.Name} tries again.",
        };
        yield return new AlertRule
        {
            Name = "StoreBackupFailed",
            Expression =
                Max(
                    Max(Of(PerconaMetrics.BackupCreated), CustomResourceMetrics.BackupLabel)
                        .Times(
                            Max(
                                    Of(PerconaMetrics.BackupState, Like("state", string.Join('|', kinds.Failed))),
                                    CustomResourceMetrics.BackupLabel
                                )
                                .EqualTo(1),
                            On(CustomResourceMetrics.BackupLabel)
                        )
                ) > completed.Or(Vector(0)),
            Severity = Severity.Warning,
            Labels = labels,
            Summary = $"The last backup of {store.Name} failed.",
            Meaning = "The backups before it stay, and the log goes on being archived.",
            Runbook = $"kubectl describe the newest of {kinds.Backups}; the logs of its pods, or of the operator, say more.",
        };

        SeriesSelector Of(string metric, params ReadOnlySpan<LabelMatcher> others) =>
            Series(metric, [Is("namespace", inNamespace), Is("store", store.Name), .. others]);
    }
}
