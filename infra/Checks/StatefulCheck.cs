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

            if (isStateful)
            {
                CheckRemoval(service);
            }
        }
    }

    /// <summary>A StatefulSet has one policy for the claims of all its volumes, so that their settings must agree.</summary>
    private static void CheckRemoval(ServiceUnderReview service)
    {
        (string Name, VolumeRemoval Removal)[] volumes =
        [
            .. service
                .Settings.Volumes.Where(volume => volume.Value.Kind == VolumeKind.Persistent)
                .Select(volume => (volume.Key, volume.Value.OnRemoval ?? VolumeRemoval.Keep)),
        ];
        if (volumes.Select(volume => volume.Removal).Distinct().Count() > 1)
        {
            var kept = volumes.First(volume => volume.Removal == VolumeRemoval.Keep).Name;
            var deleted = volumes.First(volume => volume.Removal == VolumeRemoval.Delete).Name;
            service.Reject(
                service.At("volumes", deleted, "onRemoval"),
                $"the volumes of a stateful service are kept or deleted together, and '{kept}' is kept",
                "write the same 'onRemoval' at all its persistent volumes, or move one of them to a service of its own",
                service.At("volumes", deleted),
                service.At("volumes", kept)
            );
        }
        else if (
            service.Settings.ClaimRetention?.WhenDeleted is { } whenDeleted
            && service.Settings.Volumes.FirstOrDefault(volume => Contradicts(volume.Value.OnRemoval, whenDeleted)).Key is { } name
        )
        {
            service.Reject(
                service.At("volumes", name, "onRemoval"),
                "it contradicts 'claimRetention: {whenDeleted}', which says the same for all volumes of the service",
                "remove one of the two",
                service.At("volumes", name),
                service.At("claimRetention")
            );
        }
    }

    private static bool Contradicts(VolumeRemoval? removal, ClaimRetention whenDeleted) =>
        removal is { } set && (set == VolumeRemoval.Delete) != (whenDeleted == ClaimRetention.Delete);

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
