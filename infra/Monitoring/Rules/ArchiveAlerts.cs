using System.Collections.Immutable;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings.Values;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>
/// Alerts on the backups of CloudNativePG, by the metrics of its servers: a backup is worth nothing without the log that follows it, and
/// the operator reports no failure of its own.
/// </summary>
internal static class ArchiveAlerts
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public static IEnumerable<RuleGroup> CreateGroups(MonitoringPlan plan) =>
        plan.Archives.IsEmpty ? [] : [new("archives", [.. plan.Archives.SelectMany(store => CreateAlerts(store, plan.System.Namespace))])];

    private static IEnumerable<Rule> CreateAlerts(StorePlan store, string inNamespace)
    {
        var (every, labels) = (store.Backup!.Settings.Every, StoreRules.LabelsFor(store, inNamespace));
        SeriesSelector Of(string metric) => Series(metric, Is("namespace", inNamespace), Like("pod", $"{store.Name}-[0-9]+"));
        yield return new AlertRule
        {
            Name = "StoreBackupOld",

            // The plugin says 0 until the first backup, which is due as long after the start of the servers.
            Expression =
                Now - Max(Of(BarmanMetrics.LastAvailableBackup)).NotEqualTo(0).Or(Min(Of(BarmanMetrics.Started)))
                > StoreRules.WithMargin(every).TotalSeconds,
            Severity = Severity.Critical,
            Labels = labels,
            Summary =
                $"The last backup of {store.Name} is {{{{ $value | humanizeDuration }}}} old, and one is due every {Duration.Format(every)}.",
            Meaning = "If the store fails now, only the archived log since then restores what is newer.",
            Runbook = $"kubectl get backups shows why the last ones failed; infra store backup {store.Name} tries again.",
        };
        yield return new AlertRule
        {
            Name = "StoreBackupFailed",
            Expression = Max(Of(BarmanMetrics.LastFailedBackup)) > Max(Of(BarmanMetrics.LastAvailableBackup)).Or(Vector(0)),
            Severity = Severity.Warning,
            Labels = labels,
            Summary = $"The last backup of {store.Name} failed.",
            Meaning = "The backups before it stay, and the log goes on being archived.",
            Runbook = "kubectl describe the newest Backup; the log of the container plugin-barman-cloud says more.",
        };
        yield return new AlertRule
        {
            Name = "StoreArchivingFailed",
            Expression = Max(Of(BarmanMetrics.LastFailedArchiving)) > Max(Of(BarmanMetrics.LastArchiving)).Or(Vector(0)),
            For = Patience,
            Severity = Severity.Critical,
            Labels = labels,
            Summary = $"{store.Name} cannot archive its write-ahead log.",
            Meaning = "What is written now is in no backup, and the log fills the volume until the store stops.",
            Runbook = "The log of the container plugin-barman-cloud says why: the bucket, its credentials, or the network policy.",
        };
    }
}
