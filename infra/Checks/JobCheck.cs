using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Checks;

/// <summary>Checks the deadlines of jobs, and that only jobs have them.</summary>
internal sealed class JobCheck : ISettingsCheck
{
    /// <summary>The polling period of the CronJob controller. A run with a shorter starting deadline may be missed.</summary>
    private static readonly TimeSpan ControllerPeriod = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            var at = service.At("job");
            if (service.Settings.Kind is not (ServiceKind.Job or ServiceKind.Cron))
            {
                if (service.Settings.Job != new JobSettings())
                {
                    service.Reject(
                        at,
                        "'job' applies only to services that run to completion",
                        "remove it, or write 'kind: job' or 'kind: cron'",
                        at,
                        service.At("kind")
                    );
                }

                continue;
            }

            if (service.Settings.Job.Deadline < Second)
            {
                service.Reject(at.Key("deadline"), "a run with a deadline below one second fails before it starts", "write at least 1s");
            }

            if (service.Settings.Schedule is { } schedule && schedule.StartWithin < ControllerPeriod)
            {
                service.Reject(
                    service.At("schedule", "startWithin"),
                    $"the CronJob controller checks every {Duration.Format(ControllerPeriod)}, so a run that must start within {Duration.Format(schedule.StartWithin)} may never start",
                    $"write at least {Duration.Format(ControllerPeriod)}"
                );
            }
        }
    }
}
