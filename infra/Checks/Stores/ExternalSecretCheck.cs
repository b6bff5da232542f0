using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks.Stores;

/// <summary>Checks that it is clear where External Secrets finds the name and the password of an external store.</summary>
internal sealed class ExternalSecretCheck : ISettingsCheck
{
    private const string Setting = "externalSecret";

    public void Check(SettingsReview review)
    {
        foreach (var store in ReviewedStore.Find(review))
        {
            if (ExternalCredentials.Find(store.Settings, store.Form) is { } settings)
            {
                Check(store, settings, store.At(Setting));
            }
        }
    }

    private static void Check(ReviewedStore store, ExternalSecretSettings settings, SettingsPath at)
    {
        if (store.Settings.Secret is { } secret)
        {
            store.Reject(at, $"the credentials are in the Secret '{secret}', too", "remove 'secret' or 'externalSecret'");
        }

        if (settings.Refresh > TimeSpan.Zero && settings.Refresh < TimeSpan.FromSeconds(1))
        {
            store.Reject(at.Key("refresh"), "External Secrets counts in whole seconds", "write 1s or more, or 0s to read the values once");
        }

        ReferenceCheck.CheckName(store.Review, at.Key("store"), settings.Store.Name, "a store of secrets");
        CheckValue(store, settings, settings.Password, at, "password");
        if (ExternalCredentials.NeedsUsername(store.Settings.Kind, settings))
        {
            CheckValue(store, settings, settings.Username, at, "username");
        }
    }

    private static void CheckValue(
        ReviewedStore store,
        ExternalSecretSettings settings,
        RemoteValueSettings? value,
        SettingsPath at,
        string name
    )
    {
        if (string.IsNullOrEmpty(value?.Key ?? settings.Key))
        {
            store.Reject(
                at,
                $"it is not known which secret in '{settings.Store.Name}' has the {(name == "password" ? "password" : "user's name")}",
                $"write 'key', or '{name}: {{key: …}}'"
            );
        }
    }
}
