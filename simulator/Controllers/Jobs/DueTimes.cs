using Infra.Kubernetes.Schedules;

namespace Infra.Simulator.Controllers.Jobs;

/// <summary>The scheduled times that have passed since the last run, as Kubernetes estimates them from the first two.</summary>
/// <param name="Earliest">The time from which they are counted.</param>
/// <param name="Latest">The latest one; null for none.</param>
/// <param name="Missed">How many were missed, estimated; zero if at most one has passed.</param>
/// <param name="IsInvalid">Whether the schedule never fires, such as one for 31 February.</param>
internal readonly record struct DueTimes(DateTimeOffset Earliest, DateTimeOffset? Latest, long Missed, bool IsInvalid)
{
    private const int MaxMissed = 100;

    // A reconciliation is queued this long after the scheduled time, so that the clock has passed it.
    private static readonly TimeSpan StartDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether more than a hundred were missed, which suggests a clock error.</summary>
    public bool HasTooMany => Latest is not null && Missed > MaxMissed;

    /// <summary>Finds the times after the last run, or the CronJob's creation, up to now and within the starting deadline.</summary>
    public static DueTimes Find(CronJob job, CronSchedule schedule, DateTimeOffset now)
    {
        var from = job.LastScheduleTime ?? job.CreationTime;
        var deadline = job.StartingDeadline is { } allowed ? now - allowed : from;
        return Find(deadline > from ? deadline : from, schedule, now);
    }

    /// <summary>The time until the schedule fires next; null if it never does.</summary>
    public static TimeSpan? GetDelay(CronJob job, CronSchedule schedule, DateTimeOffset now)
    {
        var due = Find(job.LastScheduleTime ?? job.CreationTime, schedule, now);
        var last = due.IsInvalid ? now : due.Latest ?? (due.Missed == 0 ? due.Earliest : now);
        return schedule.Next(last) - now + StartDelay;
    }

    private static DueTimes Find(DateTimeOffset from, CronSchedule schedule, DateTimeOffset now)
    {
        if (schedule.Next(from) is not { } first || schedule.Next(first) is not { } second)
        {
            return new DueTimes(from, null, 0, IsInvalid: true);
        }

        if (now < second)
        {
            return new DueTimes(from, now < first ? null : first, 0, IsInvalid: false);
        }

        var interval = (long)Math.Round((second - first).TotalSeconds);
        var missed = ((long)(now - first).TotalSeconds / interval) + 1;
        DateTimeOffset? latest = null;
        var start = first.AddSeconds((missed - 2) * interval);
        for (var time = schedule.Next(start); time is { } due && due <= now; time = schedule.Next(due))
        {
            latest = due;
        }

        return new DueTimes(from, latest, missed, IsInvalid: false);
    }
}
