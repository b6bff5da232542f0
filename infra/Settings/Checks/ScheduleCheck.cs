using Infra.Settings.Binding;
using Infra.Settings.Values;

namespace Infra.Settings.Checks;

/// <summary>A cron service has a schedule that exists, in a time zone that exists; nothing else has one.</summary>
internal sealed class ScheduleCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            var at = service.At("schedule");
            if (service.Settings.Kind == ServiceKind.Cron && service.Settings.Schedule is null)
            {
                service.Reject(service.Path, "a cron service needs to know when to run", "write 'schedule: \"30 3 * * *\"'", at, service.At("kind"));
            }
            else if (service.Settings.Kind != ServiceKind.Cron && service.Settings.Schedule is not null)
            {
                service.Reject(at, "only a cron service runs by the clock", "write 'kind: cron', or remove the schedule", service.At("kind"));
            }

            if (service.Settings.Schedule is { } schedule)
            {
                CheckSchedule(service, schedule);
            }
        }
    }

    private static void CheckSchedule(ServiceUnderReview service, ScheduleSettings schedule)
    {
        if (CronExpression.FaultIn(schedule.Cron) is { } fault)
        {
            service.Reject(service.At("schedule"), $"'{schedule.Cron}' is not a schedule: {fault}", "write minute, hour, day of month, month and day of week, such as \"30 3 * * 1-5\"");
        }

        if (!TimeZones.Exists(schedule.TimeZone))
        {
            service.Reject(service.At("schedule", "timeZone"), $"there is no time zone '{schedule.TimeZone}'", Suggestion.Nearest(schedule.TimeZone, TimeZones.All()) is { } zone ? $"did you mean '{zone}'?" : "write its name in the IANA time zone database, such as Europe/Berlin");
        }
    }
}
