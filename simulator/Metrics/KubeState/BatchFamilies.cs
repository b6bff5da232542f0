using Infra.Kubernetes.Schedules;
using Infra.Simulator.Objects;
using static Infra.Simulator.Metrics.KubeState.StateFamilies;

namespace Infra.Simulator.Metrics.KubeState;

/// <summary>The metrics of Jobs and CronJobs.</summary>
internal static class BatchFamilies
{
    private static readonly string[] FailureReasons = ["BackoffLimitExceeded", "DeadlineExceeded", "Evicted"];

    public static IReadOnlyList<StateResource> All { get; } =
    [
        new(
            GroupResource.Jobs,
            "job_name",
            [
                Info("kube_job_info", "Information about the job", _ => []),
                Created("job"),
                Optional("kube_job_spec_parallelism", "Pods at the same time", "spec", "parallelism"),
                Optional("kube_job_spec_completions", "Pods that must succeed", "spec", "completions"),
                Optional("kube_job_spec_active_deadline_seconds", "Longest run time", "spec", "activeDeadlineSeconds"),
                Number("kube_job_status_succeeded", "Pods that have succeeded", "status", "succeeded"),
                new("kube_job_status_failed", "Pods that have failed, with the reason of the job's failure", WriteFailed),
                Number("kube_job_status_active", "Pods that run", "status", "active"),
                Condition("kube_job_complete", "Whether the job is complete", "Complete"),
                Condition("kube_job_failed", "Whether the job has failed", "Failed"),
                TimeOf("kube_job_status_start_time", "Unix time of the start", "status", "startTime"),
                TimeOf("kube_job_status_completion_time", "Unix time of the completion", "status", "completionTime"),
                new("kube_job_status_suspended", "Whether the job is suspended", WriteSuspended),
                Owner("job"),
            ]
        ),
        new(
            GroupResource.CronJobs,
            "cronjob",
            [
                Info("kube_cronjob_info", "Information about the schedule", item =>
                    [
                        ("schedule", item.Spec.Text("schedule") ?? ""),
                        ("concurrency_policy", item.Spec.Text("concurrencyPolicy") ?? ""),
                        ("timezone", item.Spec.Text("timeZone") ?? "local"),
                    ]
                ),
                Created("cronjob"),
                new("kube_cronjob_status_active", "Jobs that run", (item, samples) => samples.Add(item.Status.Array("active")?.Count ?? 0)),
                TimeOf("kube_cronjob_status_last_schedule_time", "Unix time of the latest job", "status", "lastScheduleTime"),
                TimeOf("kube_cronjob_status_last_successful_time", "Unix time of the latest success", "status", "lastSuccessfulTime"),
                Flag("kube_cronjob_spec_suspend", "Whether the schedule is suspended", "spec", "suspend"),
                Optional("kube_cronjob_spec_starting_deadline_seconds", "Longest delay", "spec", "startingDeadlineSeconds"),
                new("kube_cronjob_next_schedule_time", "Unix time of the next job", WriteNext),
                ResourceVersion("cronjob"),
                Optional("kube_cronjob_spec_successful_job_history_limit", "Successes kept", "spec", "successfulJobsHistoryLimit"),
                Optional("kube_cronjob_spec_failed_job_history_limit", "Failures kept", "spec", "failedJobsHistoryLimit"),
            ]
        ),
    ];

    private static void WriteFailed(KubeObject item, StateSamples samples)
    {
        var failed = item.Status.Number("failed") ?? 0;
        if (failed == 0)
        {
            samples.Add(0);
            return;
        }

        var isKnown = false;
        foreach (var condition in item.Status.Objects("conditions").Where(condition => condition.Text("type") == "Failed"))
        {
            foreach (var reason in FailureReasons)
            {
                isKnown |= condition.Text("reason") == reason;
                samples.Add(condition.Text("reason") == reason ? 1 : 0, ("reason", reason));
            }
        }

        if (!isKnown)
        {
            samples.Add(failed, ("reason", ""));
        }
    }

    private static void WriteSuspended(KubeObject item, StateSamples samples)
    {
        foreach (var condition in item.Status.Objects("conditions").Where(condition => condition.Text("type") == "Suspended"))
        {
            samples.Add(condition.Text("status") == "True" ? 1 : 0);
        }
    }

    /// <summary>Validation has checked the schedule and the time zone.</summary>
    private static void WriteNext(KubeObject item, StateSamples samples)
    {
        var after = item.Status.Time("lastScheduleTime") ?? item.CreationTime;
        var schedule = CronSchedule.Parse(item.Spec.Text("schedule") ?? "", item.Spec.Text("timeZone"));
        if (!item.Spec.Flag("suspend") && schedule.Next(after) is { } next)
        {
            samples.Add(next.ToUnixTimeSeconds());
        }
    }
}
