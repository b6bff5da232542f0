using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings;

/// <summary>When a cron service runs.</summary>
[ShortForm(nameof(Cron))]
internal sealed record ScheduleSettings
{
    /// <summary>Minute, hour, day of month, month and day of week, as in crontab(5).</summary>
    /// <remarks>The CronJob's <c>schedule</c>.</remarks>
    /// <example>schedule: "30 3 * * 1-5"</example>
    public required string Cron { get; init; }

    /// <summary>The time zone the schedule is meant in.</summary>
    /// <value>Etc/UTC</value>
    /// <remarks>The CronJob's <c>timeZone</c>.</remarks>
    /// <example>timeZone: Europe/Berlin</example>
    public string TimeZone { get; init; } = "Etc/UTC";

    /// <summary>What happens when a run is due while the last one still goes on.</summary>
    /// <value>forbid</value>
    /// <remarks>The CronJob's <c>concurrencyPolicy</c>.</remarks>
    /// <example>schedule: {cron: "@hourly", concurrency: replace}</example>
    public ConcurrencyPolicy Concurrency { get; init; } = ConcurrencyPolicy.Forbid;

    /// <summary>How late a run may still start.</summary>
    /// <value>5m</value>
    /// <remarks>The CronJob's <c>startingDeadlineSeconds</c>.</remarks>
    /// <example>schedule: {cron: "@daily", startWithin: 30m}</example>
    public TimeSpan StartWithin { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>What happens when a run is due while the last one still goes on.</summary>
internal enum ConcurrencyPolicy
{
    /// <summary>Both run.</summary>
    Allow,

    /// <summary>The new one is skipped.</summary>
    Forbid,

    /// <summary>The old one is ended.</summary>
    Replace,
}

/// <summary>How a job ends.</summary>
internal sealed record JobSettings
{
    /// <summary>How often a failed pod is tried again.</summary>
    /// <value>2</value>
    /// <remarks>The Job's <c>backoffLimit</c>.</remarks>
    /// <example>job: {retries: 5}</example>
    [Range(0, 100)]
    public int Retries { get; init; } = 2;

    /// <summary>How many pods have to end well.</summary>
    /// <value>1</value>
    /// <remarks>The Job's <c>completions</c>.</remarks>
    /// <example>job: {completions: 10}</example>
    [Range(1, 10_000)]
    public int Completions { get; init; } = 1;

    /// <summary>How many pods run at a time.</summary>
    /// <value>1</value>
    /// <remarks>The Job's <c>parallelism</c>.</remarks>
    /// <example>job: {completions: 10, parallelism: 3}</example>
    [Range(1, 10_000)]
    public int Parallelism { get; init; } = 1;

    /// <summary>How long one run may take, retries included.</summary>
    /// <value>1h</value>
    /// <remarks>The Job's <c>activeDeadlineSeconds</c>.</remarks>
    /// <example>job: {deadline: 30m}</example>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a finished job is kept to be looked at.</summary>
    /// <value>1d</value>
    /// <remarks>The <c>ttlSecondsAfterFinished</c> of a CronJob's Jobs.</remarks>
    /// <example>job: {keepFor: 2h}</example>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(1);
}
