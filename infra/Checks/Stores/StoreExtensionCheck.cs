using System.Text.RegularExpressions;
using Infra.Backend.Settings;

namespace Infra.Backend.Checks.Stores;

/// <summary>Checks the extensions of stores.</summary>
internal sealed partial class StoreExtensionCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var store in ReviewedStore.Find(review).Where(store => !store.Settings.Extensions.IsEmpty))
        {
            var at = store.At("extensions");
            if (store.Settings.Kind != StoreKind.Postgres)
            {
                store.Reject(at, $"a store of the kind '{store.Kind}' has no extensions", "remove it");
                continue;
            }

            foreach (var (position, name) in store.Settings.Extensions.Index())
            {
                if (!Name().IsMatch(name))
                {
                    store.Reject(
                        at.Item(position),
                        $"'{name}' is not a name of an extension",
                        "use lower-case letters, digits, '-' and '_', a letter first, at most 63"
                    );
                }
                else if (store.Settings.Extensions.IndexOf(name) != position)
                {
                    store.Reject(at.Item(position), $"'{name}' is listed twice", "remove one");
                }
            }
        }
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{0,62}\z")]
    private static partial Regex Name();
}
