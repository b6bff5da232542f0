using Infra.Backend.Planning;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks.Stores;

/// <summary>Checks that the names of the services that a store consists of are free and short enough.</summary>
internal sealed class StoreNameCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var store in ReviewedStore.Find(review).Where(store => store.Form == StoreForm.Container))
        {
            string[] names = [store.Name, StoreNames.UserJob(store.Name), StoreNames.TopicJob(store.Name)];
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

            if (store.Name is LoadBalancingSettings.Name && review.Settings.LoadBalancing.Backend == LoadBalancer.Haproxy)
            {
                store.Reject(store.Path, "this name is reserved for the stack's load balancer", "rename the store");
            }

            if (store.Name.Length is > DerivedNames.OwnerLength and <= KubernetesNames.LabelLength)
            {
                store.Reject(
                    store.Path,
                    $"the name has {store.Name.Length} characters; the revisions of its StatefulSet add 11, and 63 are allowed",
                    $"shorten it to {DerivedNames.OwnerLength}"
                );
            }
        }
    }
}
