using System.Globalization;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Explanations;

/// <summary>Explains how the pods of a service start and, if they run to completion, its schedule and job settings.</summary>
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

        if (service.Kind == ServiceKind.Stateful)
        {
            log.AddOrDefault("startup", DecisionLog.EnumName(service.Startup));
            log.AddOrDefault(
                "claimRetention.whenDeleted",
                DecisionLog.EnumName(service.ClaimRetention?.WhenDeleted ?? ClaimRetention.Retain)
            );
            log.AddOrDefault(
                "claimRetention.whenScaled",
                DecisionLog.EnumName(service.ClaimRetention?.WhenScaled ?? ClaimRetention.Retain)
            );
        }

        if (service.IsLongRunning)
        {
            return;
        }

        var isPerIndex = service.Job.RetriesPerIndex is not null;
        log.AddOrDefault(
            "job.retries",
            service.Job.Retries?.ToString(CultureInfo.InvariantCulture) ?? (isPerIndex ? "unlimited" : $"{JobSettings.DefaultRetries}")
        );
        log.AddOrDefault("job.completions", $"{service.Job.Completions}");
        log.AddOrDefault("job.parallelism", $"{service.Job.Parallelism}");
        log.AddOrDefault("job.deadline", Duration.Format(service.Job.Deadline));
        if (service.Kind == ServiceKind.Cron)
        {
            log.AddOrDefault("job.keepFor", Duration.Format(service.Job.KeepFor));
        }
    }
}
