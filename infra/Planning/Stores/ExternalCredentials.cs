using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores;

/// <summary>
/// The ExternalSecret of an external store, from which External Secrets makes a Secret of the same name. It has the keys that the variables
/// of the services refer to.
/// </summary>
internal static class ExternalCredentials
{
    /// <summary>The ExternalSecret of a store; null if it has none.</summary>
    public static ExternalSecretSettings? Find(StoreSettings store, StoreForm? form) =>
        form == StoreForm.External ? store.ExternalSecret : null;

    /// <summary>Whether an external store has credentials: a Kafka may have none.</summary>
    public static bool Exist(StoreSettings store) => store.Secret is not null || store.ExternalSecret is not null;

    /// <summary>Adds the ExternalSecret to a store that has one.</summary>
    public static StorePlan Plan(StorePlan store) =>
        Find(store.Settings, store.Form) is { } settings
            ? store with
            {
                Objects =
                [
                    new StoreObject
                    {
                        ApiVersion = "external-secrets.io/v1",
                        Kind = "ExternalSecret",
                        Name = store.Administrator.Secret,
                        Spec = CreateSpec(settings, store.Administrator),
                        ReadyWhen = "condition=Ready",
                        HasSecret = true,
                    },
                ],
            }
            : store;

    /// <summary>Whether clients of a kind log in with a name.</summary>
    public static bool NeedsUsername(StoreKind kind, ExternalSecretSettings settings) =>
        kind != StoreKind.Valkey || settings.Username is not null;

    private static JsonObject CreateSpec(ExternalSecretSettings settings, StoreConnection connection)
    {
        var data = new JsonArray();
        if (NeedsUsername(connection.Kind, settings))
        {
            data.Add(CreateValue(connection.UsernameKey, settings.Username, settings.Key, StoreKeySettings.UsernameDefault));
        }

        data.Add(CreateValue(connection.PasswordKey, settings.Password, settings.Key, StoreKeySettings.PasswordDefault));
        return new JsonObject
        {
            ["secretStoreRef"] = new JsonObject { ["name"] = settings.Store.Name, ["kind"] = settings.Store.Kind.ToString() },
            ["refreshInterval"] = Format(settings.Refresh),
            // The services need the Secret for as long as they run, even if the value is gone from the store of secrets.
            ["target"] = new JsonObject
            {
                ["name"] = connection.Secret,
                ["creationPolicy"] = "Owner",
                ["deletionPolicy"] = "Retain",
            },
            ["data"] = data,
        };
    }

    private static JsonObject CreateValue(string secretKey, RemoteValueSettings? value, string? key, string property)
    {
        var reference = new JsonObject { ["key"] = value?.Key ?? key };
        if ((value?.Property ?? (value?.Key is null ? property : null)) is { } named)
        {
            reference["property"] = named;
        }

        return new JsonObject { ["secretKey"] = secretKey, ["remoteRef"] = reference };
    }

    /// <summary>A duration as Go writes it, which has no days.</summary>
    private static string Format(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}h{time.Minutes}m{time.Seconds}s");
}
