using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Checks;

/// <summary>What ends has time to do so, and nothing else says how it ends.</summary>
internal sealed class JobCheck : ISettingsCheck
{
    /// <summary>The controller of CronJobs looks every ten seconds: with less, it may never see that it is time.</summary>
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
                    service.Reject(at, "this service runs for ever, so nothing says how it ends", "remove it, or write 'kind: job' or 'kind: cron'", at, service.At("kind"));
                }

                continue;
            }

            if (service.Settings.Job.Deadline < Second)
            {
                service.Reject(at.Key("deadline"), "a run that may take no time fails before it begins", "write at least 1s");
            }

            if (service.Settings.Schedule is { } schedule && schedule.StartWithin < ControllerPeriod)
            {
                service.Reject(
                    service.At("schedule", "startWithin"),
                    $"the controller looks every {Duration.Format(ControllerPeriod)}, and a run that may not start later than {Duration.Format(schedule.StartWithin)} may never start",
                    $"write at least {Duration.Format(ControllerPeriod)}");
            }
        }
    }
}
