using System.Text.Json.Nodes;
using Infra.Kubernetes.Schedules;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Jobs;

/// <summary><c>spec.concurrencyPolicy</c> of a CronJob.</summary>
internal enum ConcurrencyPolicy
{
    /// <summary>Jobs may run concurrently.</summary>
    Allow,

    /// <summary>A Job is skipped while the previous one runs.</summary>
    Forbid,

    /// <summary>The previous Job is deleted.</summary>
    Replace,
}

/// <summary>A CronJob.</summary>
internal sealed class CronJob(KubeObject source) : ObjectView(source)
{
    /// <summary><c>spec.schedule</c>.</summary>
    public string Schedule { get; } = source.Spec.Text("schedule") ?? "";

    /// <summary><c>spec.timeZone</c>.</summary>
    public string? TimeZone { get; } = source.Spec.Text("timeZone");

    /// <summary><c>spec.suspend</c>.</summary>
    public bool IsSuspended { get; } = source.Spec.Flag("suspend");

    /// <summary><c>spec.concurrencyPolicy</c>.</summary>
    public ConcurrencyPolicy Concurrency { get; } =
        Enum.TryParse<ConcurrencyPolicy>(source.Spec.Text("concurrencyPolicy"), out var policy) ? policy : ConcurrencyPolicy.Allow;

    /// <summary><c>spec.startingDeadlineSeconds</c>.</summary>
    public TimeSpan? StartingDeadline { get; } =
        source.Spec.Number("startingDeadlineSeconds") is { } seconds ? LongSeconds.ToTimeSpan(seconds) : null;

    /// <summary><c>spec.successfulJobsHistoryLimit</c>.</summary>
    public int SuccessfulHistory { get; } = (int)(source.Spec.Number("successfulJobsHistoryLimit") ?? 3);

    /// <summary><c>spec.failedJobsHistoryLimit</c>.</summary>
    public int FailedHistory { get; } = (int)(source.Spec.Number("failedJobsHistoryLimit") ?? 1);

    /// <summary><c>spec.jobTemplate</c>.</summary>
    public JsonObject JobTemplate { get; } = source.Spec.Map("jobTemplate") ?? [];

    /// <summary><c>status.lastScheduleTime</c>.</summary>
    public DateTimeOffset? LastScheduleTime { get; } = source.Status.Time("lastScheduleTime");

    /// <summary>Parses the schedule; null for one that cannot be read.</summary>
    /// <param name="problem">Why it cannot be read; empty if it can.</param>
    public CronSchedule? ParseSchedule(out string problem)
    {
        try
        {
            problem = "";
            return CronSchedule.Parse(Schedule, TimeZone);
        }
        catch (FormatException unreadable)
        {
            problem = unreadable.Message;
            return null;
        }
    }
}
