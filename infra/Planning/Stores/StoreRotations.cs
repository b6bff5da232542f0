using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning.Stores;

/// <summary>Where the credentials of services can be rotated.</summary>
internal static class StoreRotations
{
    /// <summary>The key of the administrator, whose password all services share where the server knows no other users.</summary>
    public const string Administrator = "admin";

    /// <summary>
    /// Whether the services of a store share one password that can be rotated: the server takes two of them from its arguments.
    /// </summary>
    public static bool AreShared(StoreSettings store, StoreForm? form) =>
        form == StoreForm.Container && store is { Kind: StoreKind.Valkey, Secret: null };

    /// <summary>Whether the stack draws the password of an administrator who creates the users of services.</summary>
    public static bool HasAdministrator(StoreSettings store, StoreForm? form) =>
        form == StoreForm.Container && store.Secret is null && StoreProvisioning.HasUsers(store.Kind);

    /// <summary>How far the rotation of the administrator's password is, shared or not.</summary>
    public static StoreRotationSettings FindAdministrator(StoreSettings store, StoreForm? form) =>
        (AreShared(store, form) || HasAdministrator(store, form) ? store.Rotations.GetValueOrDefault(Administrator) : null)
        ?? new StoreRotationSettings();

    /// <summary>Finds why the password of a store's administrator cannot be rotated; null if it can.</summary>
    public static RotationObstacle? FindAdministratorObstacle(string name, StoreSettings store, StoreForm? form) =>
        AreShared(store, form) || HasAdministrator(store, form) ? null
        : form == StoreForm.Operator ? StoreOperator.Of(store.Kind).FindAdministratorObstacle(name)
        : form == StoreForm.Container && store is { Kind: StoreKind.Postgres or StoreKind.Mysql or StoreKind.Mongodb or StoreKind.Rabbitmq }
            ? new(
                $"it is in the Secret '{store.Secret}', which is not the stack's",
                "give the server another password, and write it into the Secret"
            )
        : form == StoreForm.Container && store.Kind == StoreKind.S3 && store.Secret is null
            ? FindObstacle(name, store, form)! with
            {
                Cure = "use 'form: external' where passwords must change",
            }
        : form == StoreForm.Container && store.Kind == StoreKind.Kafka
            ? new("Kafka in a container has no users", "use 'form: operator' where clients must authenticate")
        : FindObstacle(name, store, form);

    /// <summary>Finds why the credentials of a store's services cannot be rotated; null if they can.</summary>
    public static RotationObstacle? FindObstacle(string name, StoreSettings store, StoreForm? form) =>
        (form, store.Kind) switch
        {
            (StoreForm.External, _) when store.ExternalSecret is { } source => new(
                "the users of an external store are not the stack's",
                source.Refresh == TimeSpan.Zero
                    ? $"write new credentials into the store of secrets '{source.Store.Name}' and another 'refresh': with 0s, External "
                        + "Secrets reads them once"
                    : $"write new credentials into the store of secrets '{source.Store.Name}': External Secrets reads them every "
                        + $"{Duration.Format(source.Refresh)}, and Reloader restarts the services"
            ),
            (StoreForm.External, _) => new(
                "the users of an external store are not the stack's",
                $"write new credentials into {(store.Secret is null ? "its Secret" : $"the Secret '{store.Secret}'")}, and restart the services, or let Reloader do it"
            ),
            (_, _) when store.Secret is { } secret => new(
                $"the passwords are those of the Secret '{secret}'",
                (
                    StorePlan.HasUsersIn(store.Kind, form)
                        ? $"write the new ones there, run the job '{StoreNames.UserJob(name)}' again and then restart the services"
                        : "write the new one there and restart the server and the services, or let Reloader do it"
                ) + "; or remove 'secret': the stack then draws them"
            ),
            (StoreForm.Operator, StoreKind.S3) => new(
                $"{StoreOperator.Of(StoreKind.S3).Facts.Name} draws the credentials of a bucket",
                "declare another store, copy the objects, and let the services use it"
            ),
            (StoreForm.Container, StoreKind.Kafka) => new("Kafka in a container has no users", "remove it"),
            (StoreForm.Container, StoreKind.S3) => new(
                "its server knows one access key, which all services share",
                "remove it; use 'form: external' where passwords must change"
            ),
            _ => null,
        };
}

/// <summary>Why credentials cannot be rotated.</summary>
/// <param name="Text">The problem.</param>
/// <param name="Cure">The cure.</param>
internal sealed record RotationObstacle(string Text, string Cure);
