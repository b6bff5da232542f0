using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Common;

namespace Infra.Backend.Checks;

/// <summary>Checks that cron services, and only those, have a valid schedule.</summary>
internal sealed class ScheduleCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            var at = service.At("schedule");
            if (service.Settings.Kind == ServiceKind.Cron && service.Settings.Schedule is null)
            {
                service.Reject(service.Path, "a cron service needs a schedule", "write 'schedule: \"30 3 * * *\"'", at, service.At("kind"));
            }
            else if (service.Settings.Kind != ServiceKind.Cron && service.Settings.Schedule is not null)
            {
                service.Reject(at, "only a cron service has a schedule", "write 'kind: cron', or remove the schedule", service.At("kind"));
            }

            if (service.Settings.Schedule is { } schedule)
            {
                CheckTime(review, at, schedule.Cron, schedule.TimeZone);
            }
        }
    }

    /// <summary>Checks a cron expression and its time zone.</summary>
    public static void CheckTime(SettingsReview review, SettingsPath at, string cron, string timeZone)
    {
        if (CronExpression.FindError(cron) is { } error)
        {
            review.Reject(
                at,
                $"'{cron}' is not a valid schedule: {error}",
                "write minute, hour, day of month, month and day of week, such as \"30 3 * * 1-5\""
            );
        }

        if (!TimeZones.Exists(timeZone))
        {
            review.Reject(
                at.Key("timeZone"),
                $"there is no time zone '{timeZone}'",
                SimilarName.Find(timeZone, TimeZones.All()) is { } zone
                    ? $"did you mean '{zone}'?"
                    : "write its name in the IANA time zone database, such as Europe/Berlin"
            );
        }
    }
}
