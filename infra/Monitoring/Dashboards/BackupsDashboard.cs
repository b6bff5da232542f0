using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Planning.Stores;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>The ages of the stores' backups and drills, and how long they took.</summary>
internal static class BackupsDashboard
{
    public static IEnumerable<Dashboard> Pages(MonitoringPlan plan) =>
        plan.Settings.Parts.KubeStateMetrics && !plan.Backups.IsEmpty ? [Page(plan)] : [];

    private static Dashboard Page(MonitoringPlan plan)
    {
        var space = Is("namespace", plan.System.Namespace);
        var backups = string.Join('|', plan.Backups.Select(store => StoreNames.Backup(store.Name)));
        var drills = string.Join(
            '|',
            plan.Backups.Where(store => store.Backup!.Settings.Drill is not null).Select(store => StoreNames.Drill(store.Name))
        );
        return new()
        {
            Uid = "backups",
            Title = "Backups",
            Folder = DashboardFolders.Cluster,
            Description = "The ages of the stores' backups and drills, and how long their last runs took.",
            Links = [new DashboardLink("Overview", "overview")],
            Rows =
                drills.Length == 0
                    ? [CreateRow("Backups", space, backups)]
                    :
                    [
                        CreateRow("Backups", space, backups),
                        CreateRow("Drills", Is("namespace", DerivedNames.DrillNamespace(plan.System.Namespace)), drills),
                    ],
        };
    }

    private static Row CreateRow(string title, LabelMatcher space, string jobs) =>
        new(
            title,
            [
                new LinesPanel
                {
                    Title = "Time since the last success",
                    Unit = Unit.Seconds,
                    Targets =
                    [
                        new(Now - Max(Series(KubeMetrics.CronJobLastSuccess, space, Like("cronjob", jobs)), "cronjob"), "{{cronjob}}"),
                    ],
                },
                new LinesPanel
                {
                    Title = "Duration",
                    Unit = Unit.Seconds,
                    Targets =
                    [
                        new(
                            Max(Series(KubeMetrics.JobCompletionTime, space, Like("job_name", $"({jobs})-.*")), "job_name")
                                - Max(Series(KubeMetrics.JobStartTime, space, Like("job_name", $"({jobs})-.*")), "job_name"),
                            "{{job_name}}"
                        ),
                    ],
                },
            ]
        );
}
