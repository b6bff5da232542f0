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
    /// <value>2</value>
    /// <remarks>The Job's <c>backoffLimit</c>.</remarks>
    /// <example>job: {retries: 5}</example>
    [Range(0, 100)]
    public int Retries { get; init; } = 2;

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
}
