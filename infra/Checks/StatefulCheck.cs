using Infra.Backend.Settings;

namespace Infra.Backend.Checks;

/// <summary>Checks the settings that only stateful services have.</summary>
internal sealed class StatefulCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            var isStateful = service.Settings.Kind == ServiceKind.Stateful;
            if (service.Settings.Startup is not null && !isStateful)
            {
                service.Reject(
                    service.At("startup"),
                    "only the pods of a stateful service start in an order",
                    "write 'kind: stateful', or remove it",
                    service.At("startup"),
                    service.At("kind")
                );
            }

            if (service.Settings.ClaimRetention is { } retention)
            {
                CheckRetention(service, retention, isStateful);
            }
        }
    }

    private static void CheckRetention(ServiceUnderReview service, ClaimRetentionSettings retention, bool isStateful)
    {
        var at = service.At("claimRetention");
        if (!isStateful || service.Settings.Volumes.Values.All(volume => volume.Kind != VolumeKind.Persistent))
        {
            service.Reject(
                at,
                "only a stateful service with persistent volumes has claims for each pod",
                isStateful ? "declare a volume of the kind 'persistent', or remove it" : "write 'kind: stateful', or remove it",
                at,
                service.At("kind"),
                service.At("volumes")
            );
        }
        else if (retention.WhenScaled == ClaimRetention.Delete && service.Settings.Scaling is not null)
        {
            service.Review.Warn(
                at.Key("whenScaled"),
                "the autoscaler deletes the data of a pod whenever it removes the pod",
                "write 'whenScaled: retain', or fixed 'replicas'"
            );
        }
    }
}
