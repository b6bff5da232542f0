using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Settings;

namespace Infra.Backend.Checks.Stores;

/// <summary>Checks that Secrets are imported only where the stack draws the passwords in them.</summary>
internal sealed class StoreAdoptionCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var store in ReviewedStore.Find(review).Where(store => store.Settings.Adopt))
        {
            if (store.Form == StoreForm.Container && store.Settings.Secret is { } secret)
            {
                store.Reject(
                    store.At("adopt"),
                    $"the passwords are those of the Secret '{secret}', which the stack only reads",
                    "remove it"
                );
            }
            else if (!DrawsPasswords(store))
            {
                store.Reject(store.At("adopt"), "the stack draws no passwords for this store", "remove it");
            }
        }
    }

    private static bool DrawsPasswords(ReviewedStore store) =>
        store.Form switch
        {
            StoreForm.Container => StoreFacts.Of(store.Settings.Kind).HasCredentials,
            StoreForm.Operator => StoreOperator.Find(store.Settings.Kind) is not { Facts.HasUsers: false },

            // Another check reports the form.
            _ => true,
        };
}
