using Infra.Kubernetes.Schedules;

namespace Infra.Simulator.Controllers.Jobs;

/// <summary>The scheduled times that have passed since the last run.</summary>
/// <param name="Latest">The latest one; null for none.</param>
/// <param name="HasTooMany">Whether there are more than a hundred, which suggests a clock error.</param>
internal readonly record struct DueTimes(DateTimeOffset? Latest, bool HasTooMany)
{
    private const int MaxMissed = 100;

    /// <summary>Finds the times after the last run, or the CronJob's creation, up to now and within the starting deadline.</summary>
    public static DueTimes Find(CronJob job, CronSchedule schedule, DateTimeOffset now)
    {
        var from = job.LastScheduleTime ?? job.CreationTime;
        if (job.StartingDeadline is { } deadline && now - deadline > from)
        {
            from = now - deadline;
        }

        DateTimeOffset? latest = null;
        var count = 0;
        for (var time = schedule.Next(from); time is { } due && due <= now; time = schedule.Next(due))
        {
            latest = due;
            if (++count <= MaxMissed)
            {
                continue;
            }
            // Do not enumerate all missed times: search backwards from now.
            latest = LatestBefore(schedule, now) ?? latest;
            break;
        }

        return new DueTimes(latest, count > MaxMissed);
    }

    private static DateTimeOffset? LatestBefore(CronSchedule schedule, DateTimeOffset now)
    {
        for (var back = TimeSpan.FromMinutes(2); back < TimeSpan.FromDays(3000); back *= 2)
        {
            DateTimeOffset? latest = null;
            for (var time = schedule.Next(now - back); time is { } due && due <= now; time = schedule.Next(due))
            {
                latest = due;
            }

            if (latest is not null)
            {
                return latest;
            }
        }

        return null;
    }
}
