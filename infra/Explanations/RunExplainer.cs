using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Explanations;

/// <summary>Explains the schedule and the job settings of a service that runs to completion.</summary>
internal static class RunExplainer
{
    public static void Explain(DecisionLog log, ServicePlan service)
    {
        if (service.Schedule is { } schedule)
        {
            log.Add("schedule.cron", schedule.Cron, "default");
            log.AddOrDefault("schedule.timeZone", schedule.TimeZone);
            log.AddOrDefault("schedule.concurrency", DecisionLog.EnumName(schedule.Concurrency));
            log.AddOrDefault("schedule.startWithin", Duration.Format(schedule.StartWithin));
        }

        if (service.IsLongRunning)
        {
            return;
        }

        log.AddOrDefault("job.retries", $"{service.Job.Retries}");
        log.AddOrDefault("job.completions", $"{service.Job.Completions}");
        log.AddOrDefault("job.parallelism", $"{service.Job.Parallelism}");
        log.AddOrDefault("job.deadline", Duration.Format(service.Job.Deadline));
        if (service.Kind == ServiceKind.Cron)
        {
            log.AddOrDefault("job.keepFor", Duration.Format(service.Job.KeepFor));
        }
    }
}
