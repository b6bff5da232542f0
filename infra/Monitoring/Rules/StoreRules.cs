using System.Collections.Immutable;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings.Values;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Alerts on the CronJobs of backups.</summary>
internal static class StoreRules
{
    private static readonly TimeSpan LeastMargin = TimeSpan.FromHours(1);

    public static IEnumerable<RuleGroup> GroupsFor(MonitoringPlan plan) =>
        plan.Settings.Parts.KubeStateMetrics
            ?
            [
                CreateGroup(plan),
                .. DrillAlerts.CreateGroups(plan),
                .. ArchiveAlerts.CreateGroups(plan),
                .. PerconaBackupAlerts.CreateGroups(plan),
            ]
            : [.. DrillAlerts.CreateGroups(plan), .. ArchiveAlerts.CreateGroups(plan)];

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
    }

    /// <summary>An interval, and how late a run may be.</summary>
    public static TimeSpan WithMargin(TimeSpan every) => every + (every / 4 > LeastMargin ? every / 4 : LeastMargin);

    /// <summary>The labels of a store's alerts.</summary>
    public static ImmutableSortedDictionary<string, string> LabelsFor(StorePlan store, string inNamespace)
    {
        var labels = ImmutableSortedDictionary<string, string>.Empty.Add("namespace", inNamespace).Add("store", store.Name);
        return store.Settings.Owner is { } owner ? labels.Add("owner", owner) : labels;
    }
}
