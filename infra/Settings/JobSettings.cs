using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings;

/// <summary>The schedule of a cron service.</summary>
[ShortForm(nameof(Cron))]
internal sealed record ScheduleSettings
{
    /// <summary>Minute, hour, day of month, month and day of week, as in crontab(5).</summary>
    /// <remarks>The CronJob's <c>schedule</c>.</remarks>
    /// <example>schedule: "30 3 * * 1-5"</example>
    public required string Cron { get; init; }

    /// <summary>The time zone of the schedule.</summary>
    /// <value>Etc/UTC</value>
    /// <remarks>The CronJob's <c>timeZone</c>.</remarks>
    /// <example>timeZone: Europe/Berlin</example>
    public string TimeZone { get; init; } = "Etc/UTC";

    /// <summary>What happens when a run is due while the previous one is still running.</summary>
    /// <value>forbid</value>
    /// <remarks>The CronJob's <c>concurrencyPolicy</c>.</remarks>
    /// <example>schedule: {cron: "@hourly", concurrency: replace}</example>
    public ConcurrencyPolicy Concurrency { get; init; } = ConcurrencyPolicy.Forbid;

    /// <summary>Whether no further runs start.</summary>
    /// <value>false</value>
    /// <remarks>The CronJob's <c>suspend</c>. A run that has started goes on.</remarks>
    /// <example>schedule: {cron: "@hourly", suspend: true}</example>
    public bool Suspend { get; init; }

    /// <summary>How many successful runs are kept for inspection.</summary>
    /// <value>3</value>
    /// <remarks>The CronJob's <c>successfulJobsHistoryLimit</c>.</remarks>
    /// <example>schedule: {cron: "@hourly", keepSuccessful: 1}</example>
    [Range(0, 1000)]
    public int KeepSuccessful { get; init; } = 3;

    /// <summary>How many failed runs are kept for inspection.</summary>
    /// <value>3</value>
    /// <remarks>The CronJob's <c>failedJobsHistoryLimit</c>.</remarks>
    /// <example>schedule: {cron: "@hourly", keepFailed: 10}</example>
    [Range(0, 1000)]
    public int KeepFailed { get; init; } = 3;

    /// <summary>The latest start of a run after its scheduled time.</summary>
    /// <value>5m</value>
    /// <remarks>The CronJob's <c>startingDeadlineSeconds</c>.</remarks>
    /// <example>schedule: {cron: "@daily", startWithin: 30m}</example>
    public TimeSpan StartWithin { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>What happens when a run is due while the previous one is still running.</summary>
internal enum ConcurrencyPolicy
{
    /// <summary>Both run at the same time.</summary>
    Allow,

    /// <summary>The new one is skipped.</summary>
    Forbid,

    /// <summary>The previous one is terminated.</summary>
    Replace,
}

/// <summary>How a job runs to completion.</summary>
internal sealed record JobSettings
{
    /// <summary>The number of retries after a failed pod.</summary>
    /// <value>2; unlimited with <c>retriesPerIndex</c></value>
    /// <remarks>The Job's <c>backoffLimit</c>.</remarks>
    /// <example>job: {retries: 5}</example>
    [Range(0, 100)]
    public int? Retries { get; init; }

    /// <summary>The number of pods that must succeed.</summary>
    /// <value>1</value>
    /// <remarks>The Job's <c>completions</c>.</remarks>
    /// <example>job: {completions: 10}</example>
    [Range(1, 10_000)]
    public int Completions { get; init; } = 1;

    /// <summary>The number of pods that run at the same time.</summary>
    /// <value>1</value>
    /// <remarks>The Job's <c>parallelism</c>.</remarks>
    /// <example>job: {completions: 10, parallelism: 3}</example>
    [Range(1, 10_000)]
    public int Parallelism { get; init; } = 1;

    /// <summary>Whether each pod that must succeed has a number of its own.</summary>
    /// <value>nonIndexed</value>
    /// <remarks>The Job's <c>completionMode</c>. The variable <c>JOB_COMPLETION_INDEX</c> has the number, from 0 on.</remarks>
    /// <example>job: {completions: 10, completionMode: indexed}</example>
    public CompletionMode CompletionMode { get; init; } = CompletionMode.NonIndexed;

    /// <summary>The number of retries of each index of an indexed job.</summary>
    /// <value>none: <c>retries</c> counts for all together</value>
    /// <remarks>The Job's <c>backoffLimitPerIndex</c>. It needs <c>restart: never</c>.</remarks>
    /// <example>job: {completions: 10, completionMode: indexed, retriesPerIndex: 1}</example>
    [Range(0, 100)]
    public int? RetriesPerIndex { get; init; }

    /// <summary>How many indexes may fail before the job ends.</summary>
    /// <value>all: the job runs all indexes and then fails</value>
    /// <remarks>The Job's <c>maxFailedIndexes</c>, only with <c>retriesPerIndex</c>.</remarks>
    /// <example>job: {completions: 10, completionMode: indexed, retriesPerIndex: 1, maxFailedIndexes: 2}</example>
    [Range(0, 10_000)]
    public int? MaxFailedIndexes { get; init; }

    /// <summary>What failures of a pod mean, by the first rule that matches. Without a match they count as usual.</summary>
    /// <value>every failure counts towards <c>retries</c></value>
    /// <remarks>The Job's <c>podFailurePolicy</c>. It needs <c>restart: never</c>.</remarks>
    /// <example>job: {podFailurePolicy: [{exitCodes: [42], action: failJob}, {condition: DisruptionTarget, action: ignore}]}</example>
    public ImmutableArray<PodFailureSettings> PodFailurePolicy { get; init; } = [];

    /// <summary>When an indexed job has succeeded before all of its indexes have, by the first rule that is met.</summary>
    /// <value>when all indexes have succeeded</value>
    /// <remarks>The Job's <c>successPolicy</c>.</remarks>
    /// <example>job: {completions: 5, completionMode: indexed, successPolicy: [{indexes: "0"}]}</example>
    public ImmutableArray<JobSuccessSettings> SuccessPolicy { get; init; } = [];

    /// <summary>Whether the job waits until it is resumed, for example by a queue of jobs.</summary>
    /// <value>false</value>
    /// <remarks>The Job's <c>suspend</c>. A deployment does not wait for it. For a cron service write <c>schedule.suspend</c>.</remarks>
    /// <example>job: {suspend: true}</example>
    public bool Suspend { get; init; }

    /// <summary>The longest duration of a run, including retries.</summary>
    /// <value>1h</value>
    /// <remarks>The Job's <c>activeDeadlineSeconds</c>.</remarks>
    /// <example>job: {deadline: 30m}</example>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a finished job is kept for inspection.</summary>
    /// <value>1d</value>
    /// <remarks>The <c>ttlSecondsAfterFinished</c> of a CronJob's Jobs.</remarks>
    /// <example>job: {keepFor: 2h}</example>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Retries that are not set.</summary>
    internal const int DefaultRetries = 2;
}

/// <summary>Whether the pods of a job have numbers.</summary>
internal enum CompletionMode
{
    /// <summary>All pods are alike.</summary>
    NonIndexed,

    /// <summary>One pod for each number must succeed.</summary>
    Indexed,
}
