using Infra.Backend.Settings;

namespace Infra.Backend.Checks.Stores;

/// <summary>Warns of a store whose data would not be the same in all clusters of the services that use it.</summary>
internal sealed class StoreClusterCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var store in ReviewedStore.Find(review).Where(store => store.Form is StoreForm.Container or StoreForm.Operator))
        {
            var users = review.Settings.Services.Values.Where(service => service.Uses.Any(use => use.Store == store.Name)).ToList();
            string[] clusters =
            [
                .. review.Settings.TargetClusters().Where(cluster => users.Any(cluster.Includes)).Select(cluster => $"'{cluster.Key}'"),
            ];

            // What a cache has, a cluster can find again.
            if (clusters.Length > 1 && store.Settings.Kind != StoreKind.Valkey)
            {
                review.Warn(
                    store.Path,
                    $"each of the clusters {string.Join(" and ", clusters)} has a store of its own, with data of its own",
                    "write 'form: external' for one that they share, or name one cluster in the 'clusters' of its users"
                );
            }
        }
    }
}
