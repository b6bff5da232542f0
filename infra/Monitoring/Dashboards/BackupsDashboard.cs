using System.Collections.Immutable;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Planning.Stores;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>The ages of the stores' backups and drills, how long they took, and what the drills counted.</summary>
internal static class BackupsDashboard
{
    public static IEnumerable<Dashboard> Pages(MonitoringPlan plan)
    {
        var rows = CreateRows(plan);
        return rows.IsEmpty
            ? []
            :
            [
                new()
                {
                    Uid = "backups",
                    Title = "Backups",
                    Folder = DashboardFolders.Cluster,
                    Description = "The ages of the stores' backups and drills, how long their last runs took, and what the drills counted.",
                    Links = [new DashboardLink("Overview", "overview")],
                    Rows = rows,
                },
            ];
    }

    private static ImmutableArray<Row> CreateRows(MonitoringPlan plan)
    {
        var rows = ImmutableArray.CreateBuilder<Row>();
        if (plan.Settings.Parts.KubeStateMetrics)
        {
            AddRuns("Backups", plan.System.Namespace, plan.Backups.Select(store => StoreNames.Backup(store.Name)));
            AddRuns(
                "Drills",
                DerivedNames.DrillNamespace(plan.System.Namespace),
                plan.Drilled.Select(store => StoreNames.Drill(store.Name))
            );
        }

        if (plan.HasPushgateway)
        {
            rows.Add(CreateResults(Is("namespace", plan.System.Namespace)));
        }

        return rows.ToImmutable();

        void AddRuns(string title, string inNamespace, IEnumerable<string> cronJobs)
        {
            var jobs = string.Join('|', cronJobs);
            if (jobs.Length > 0)
            {
                rows.Add(CreateRuns(title, Is("namespace", inNamespace), jobs));
            }
        }
    }

    private static Row CreateRuns(string title, LabelMatcher space, string jobs) =>
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

    private static Row CreateResults(LabelMatcher space) =>
        new(
            "Results of the last drills",
            [
                new LinesPanel
                {
                    Title = "Counted",
                    Targets =
                    [
                        new(Max(Series(DrillMetrics.Objects, space), "store", "database", "type"), "{{store}} {{database}}: {{type}}"),
                    ],
                },
                new LinesPanel
                {
                    Title = "From the download to the last count",
                    Unit = Unit.Seconds,
                    Targets = [new(Max(Series(DrillMetrics.Duration, space), "store"), "{{store}}")],
                },
                new LinesPanel
                {
                    Title = "Time since the last drill",
                    Unit = Unit.Seconds,
                    Targets = [new(Now - Max(Series(DrillMetrics.Completed, space), "store"), "{{store}}")],
                },
            ]
        );
}
