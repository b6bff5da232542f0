using System.Collections.Immutable;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Backups;
using Infra.Backend.Settings.Values;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Alerts on the CronJobs of backups and drills.</summary>
internal static class StoreRules
{
    private static readonly TimeSpan LeastMargin = TimeSpan.FromHours(1);

    public static IEnumerable<RuleGroup> GroupsFor(MonitoringPlan plan) =>
        plan.Settings.Parts.KubeStateMetrics
            ? [CreateGroup(plan), .. ArchiveAlerts.CreateGroups(plan), .. PerconaBackupAlerts.CreateGroups(plan)]
            : ArchiveAlerts.CreateGroups(plan);

    private static RuleGroup CreateGroup(MonitoringPlan plan) =>
        new("stores", [.. plan.Backups.SelectMany(store => CreateAlerts(store, plan.System.Namespace))]);

    private static IEnumerable<Rule> CreateAlerts(StorePlan store, string inNamespace)
    {
        var (settings, labels) = (store.Backup!.Settings, LabelsFor(store, inNamespace));
        var backups = new CronRuns(inNamespace, StoreNames.Backup(store.Name));
        yield return new AlertRule
        {
            Name = "StoreBackupOld",
            Expression = backups.Age > WithMargin(settings.Every).TotalSeconds,
            Severity = Severity.Critical,
            Labels = labels,
            Summary =
                $"The last backup of {store.Name} is {{{{ $value | humanizeDuration }}}} old, and one is due every {Duration.Format(settings.Every)}.",
            Meaning = "If the store fails now, more is lost than agreed.",
            Runbook = $"Read the log of the last Job of {StoreNames.Backup(store.Name)}; infra store backup {store.Name} tries again.",
        };
        yield return new AlertRule
        {
            Name = "StoreBackupFailed",
            Expression = backups.FailedLast,
            Severity = Severity.Warning,
            Labels = labels,
            Summary = $"The last backup of {store.Name} failed, or has less than half the size of the one before.",
            Meaning = "No older backup is deleted until one succeeds.",
            Runbook = "The log of the Job says which of the two. If the store has really shrunk, the next backup succeeds.",
        };
        if (settings.Drill is not { } drill)
        {
            yield break;
        }

        var drills = new CronRuns(DerivedNames.DrillNamespace(inNamespace), StoreNames.Drill(store.Name));
        yield return new AlertRule
        {
            Name = "StoreDrillOld",
            Expression = drills.Age > WithMargin(BackupInterval.Longest(drill.Every)).TotalSeconds,
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

    /// <summary>An interval, and how late a run may be.</summary>
    public static TimeSpan WithMargin(TimeSpan every) => every + (every / 4 > LeastMargin ? every / 4 : LeastMargin);

    /// <summary>The labels of a store's alerts.</summary>
    public static ImmutableSortedDictionary<string, string> LabelsFor(StorePlan store, string inNamespace)
    {
        var labels = ImmutableSortedDictionary<string, string>.Empty.Add("namespace", inNamespace).Add("store", store.Name);
        return store.Settings.Owner is { } owner ? labels.Add("owner", owner) : labels;
    }

    /// <summary>The runs of a CronJob.</summary>
    private sealed class CronRuns(string inNamespace, string name)
    {
        private readonly LabelMatcher _namespace = Is("namespace", inNamespace);

        /// <summary>The seconds since the last success, or since the creation if there was none.</summary>
        public PromExpr Age => Now - Max(Of(KubeMetrics.CronJobLastSuccess)).Or(Max(Of(KubeMetrics.CronJobCreated)));

        /// <summary>The start of the last failed run, if no run has succeeded since.</summary>
        public PromExpr FailedLast =>
            Max(
                Max(Jobs(KubeMetrics.JobStartTime), "job_name")
                    .Times(Max(Jobs(KubeMetrics.JobFailed, Is("condition", "true")), "job_name").EqualTo(1), On("job_name"))
            ) > Max(Of(KubeMetrics.CronJobLastSuccess)).Or(Vector(0));

        private SeriesSelector Of(string metric) => Series(metric, _namespace, Is("cronjob", name));

        private SeriesSelector Jobs(string metric, params ReadOnlySpan<LabelMatcher> others) =>
            Series(metric, [_namespace, Like("job_name", $"{name}-.*"), .. others]);
    }
}
