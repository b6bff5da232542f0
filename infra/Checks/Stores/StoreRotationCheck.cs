using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks.Stores;

/// <summary>Checks that credentials are rotated only where the stack draws them, each for a service that uses the store.</summary>
internal sealed class StoreRotationCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var store in ReviewedStore.Find(review).Where(store => store.Settings.Rotations.Count > 0))
        {
            if (StoreRotations.FindObstacle(store.Name, store.Settings, store.Form) is { } obstacle)
            {
                store.Reject(store.At("rotations"), obstacle.Text, obstacle.Cure);
                continue;
            }

            var areShared = StoreRotations.AreShared(store.Settings, store.Form);
            foreach (var (service, rotation) in store.Settings.Rotations)
            {
                CheckNumber(store, service, rotation);
                if (service == StoreRotations.Administrator && StoreRotations.HasAdministrator(store.Settings, store.Form))
                {
                    continue;
                }

                if (!areShared)
                {
                    CheckService(store, service, rotation);
                }
                else if (service != StoreRotations.Administrator)
                {
                    store.Reject(
                        store.At("rotations").Key(service),
                        "all services of this store share one password",
                        $"write '{StoreRotations.Administrator}' instead of '{service}'"
                    );
                }
            }
        }
    }

    private static void CheckNumber(ReviewedStore store, string service, StoreRotationSettings rotation)
    {
        if (rotation is { Number: 0, KeepFormer: true })
        {
            store.Reject(
                store.At("rotations").Key(service).Key(StoreRotationSettings.KeepFormerKey),
                "there is no former user before the first rotation",
                $"write '{StoreRotationSettings.NumberKey}: 1' beside it"
            );
        }
    }

    private static void CheckService(ReviewedStore store, string service, StoreRotationSettings rotation)
    {
        var (at, review) = (store.At("rotations").Key(service), store.Review);
        if (!review.ServiceNames.Contains(service))
        {
            store.Reject(at, $"there is no service '{service}'", Suggestion.For(service, review.ServiceNames));
        }
        else if (review.Settings.Services.TryGetValue(service, out var settings) && settings.Uses.All(use => use.Store != store.Name))
        {
            review.Warn(at, $"the service '{service}' does not use this store", "remove it");
        }

        var alternate = $"{service}-alt";
        if (
            rotation.Number > 0
            && review.Settings.Services.TryGetValue(alternate, out var other)
            && other.Uses.Any(use => use.Store == store.Name)
        )
        {
            store.Reject(
                at,
                $"the two users of the rotation are '{StoreNames.User(service)}' and '{StoreNames.User(service, 1)}', "
                    + $"which is the user of the service '{alternate}'",
                "rename one of the two services"
            );
        }
    }
}
