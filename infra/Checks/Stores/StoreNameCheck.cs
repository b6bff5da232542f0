using Infra.Backend.Planning;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Metrics;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks.Stores;

/// <summary>Checks that the names of the services that a store consists of are free and short enough.</summary>
internal sealed class StoreNameCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var store in ReviewedStore.Find(review))
        {
            string[] ofServers = store.Form is StoreForm.Container or StoreForm.Operator
                ? [store.Name, StoreNames.UserJob(store.Name), StoreNames.TopicJob(store.Name)]
                : [];
            string[] ofBackups =
                store.Settings.Backup?.To is null ? []
                : store.Settings.Backup.Drill is null ? [StoreNames.Backup(store.Name), StoreNames.Restore(store.Name)]
                : [StoreNames.Backup(store.Name), StoreNames.Restore(store.Name), StoreNames.Drill(store.Name)];
            string[] ofMetrics =
                StoreExporter.Find(store.Settings.Kind) is null || store.Form == StoreForm.Operator
                    ? []
                    : [StoreNames.Exporter(store.Name)];
            string[] names = [.. ofServers, .. ofBackups, .. ofMetrics];
            foreach (var name in names)
            {
                if (review.ServiceNames.Contains(name))
                {
                    store.Reject(
                        store.Path,
                        $"there is a service '{name}', which is the name of a part of the store, too",
                        "rename one of the two"
                    );
                }
                else if (name != store.Name && review.StoreNames.Contains(name))
                {
                    store.Reject(
                        store.Path,
                        $"there is a store '{name}', which is the name of a part of the store, too",
                        "rename one of the two"
                    );
                }
            }

            CheckLength(store);
            if (store.Form != StoreForm.Container)
            {
                continue;
            }

            if (store.Name is LoadBalancingSettings.Name && review.Settings.LoadBalancing.Backend == LoadBalancer.Haproxy)
            {
                store.Reject(store.Path, "this name is reserved for the stack's load balancer", "rename the store");
            }
        }
    }

    private static void CheckLength(ReviewedStore store)
    {
        var suffix = store.Settings.Backup?.To is null ? "" : StoreNames.Restore("");
        var limit = DerivedNames.OwnerLength - suffix.Length;
        if (
            store.Name.Length > limit
            && store.Name.Length <= KubernetesNames.LabelLength
            && (suffix.Length > 0 || store.Form == StoreForm.Container)
        )
        {
            var derived =
                suffix.Length > 0
                    ? $"the CronJob '{store.Name}{suffix}' has more than {DerivedNames.OwnerLength}"
                    : "the revisions of its StatefulSet add 11, and 63 are allowed";
            store.Reject(store.Path, $"the name has {store.Name.Length} characters; {derived}", $"shorten it to {limit}");
        }
    }
}
