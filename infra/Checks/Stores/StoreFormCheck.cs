using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks.Stores;

/// <summary>Checks that the form of a store is stated, supported and complete, and that no setting is of another form.</summary>
internal sealed class StoreFormCheck : ISettingsCheck
{
    /// <summary>The settings that are of some forms only, by the form that they are most often for.</summary>
    private static readonly (string Key, StoreForm[] Forms)[] Settings =
    [
        .. new[] { "image", "size", "storageClass", "resources", "replicas", "pool", "data", "extensions", "adopt" }.Select(key =>
            (key, new[] { StoreForm.Container, StoreForm.Operator })
        ),
        .. new[] { "host", "port", "addresses", "externalSecret" }.Select(key => (key, new[] { StoreForm.External })),
        .. new[] { "region", "tls" }.Select(key => (key, new[] { StoreForm.External, StoreForm.Operator })),
        .. new[] { "secret", "keys" }.Select(key => (key, new[] { StoreForm.External, StoreForm.Container })),
    ];

    public void Check(SettingsReview review)
    {
        foreach (var store in ReviewedStore.Find(review))
        {
            switch (store.Form)
            {
                case null:
                    RejectUnknownForm(store);
                    break;
                case StoreForm.Operator:
                    RejectOthers(store);
                    break;
                case StoreForm.External:
                    CheckExternal(store);
                    break;
                default:
                    CheckContainer(store);
                    break;
            }
        }
    }

    private static void RejectUnknownForm(ReviewedStore store) =>
        store.Review.RejectInStackFile(
            store.At("form"),
            $"with 'faultTolerance: {ScalarType.EnumName(store.Review.Settings.FaultTolerance.ToString())}' the form of a store must be stated",
            $"write 'infra:stores: {{{store.Name}: {{form: operator}}}}', or 'form: external' with 'host' and 'secret'",
            store.At("form"),
            store.At("kind")
        );

    private static void CheckExternal(ReviewedStore store)
    {
        RejectOthers(store);
        if (store.Settings.Host is null)
        {
            Require(store, "host", $"{store.Name}.example.com");
        }
        else if (Uri.CheckHostName(store.Settings.Host) == UriHostNameType.Unknown || store.Settings.Host.StartsWith('['))
        {
            store.Reject(
                store.At("host"),
                $"'{store.Settings.Host}' is not a host",
                "write a host name or an address, without scheme, port and brackets"
            );
        }

        // A Kafka without authentication has no credentials.
        if (store.Settings is { Secret: null, ExternalSecret: null, Kind: not StoreKind.Kafka })
        {
            store.Review.Reject(
                store.At("form"),
                "an external store needs 'secret' or 'externalSecret'",
                $"write 'secret: {store.Name}' beside it, or let External Secrets make it: 'externalSecret: {{store: vault, key: {store.Name}}}'",
                store.At("form"),
                store.At("secret"),
                store.At("externalSecret")
            );
        }

        for (var i = 0; i < store.Settings.Addresses.Length; i++)
        {
            var range = store.Settings.Addresses[i];
            if (!System.Net.IPNetwork.TryParse(range, out _))
            {
                store.Reject(store.At("addresses").Item(i), $"'{range}' is not a CIDR range", "write it as 10.20.0.0/16");
            }
        }
    }

    private static void Require(ReviewedStore store, string key, string example) =>
        store.Review.Reject(
            store.At("form"),
            $"an external store needs '{key}'",
            $"write '{key}: {example}' beside it",
            store.At("form"),
            store.At(key)
        );

    private static void CheckContainer(ReviewedStore store)
    {
        RejectOthers(store);
        if (store.Settings is { Secret: null } && store.Review.IsWritten(store.At("keys")))
        {
            store.Reject(
                store.At("keys"),
                "the Secret of a container has the keys 'username' and 'password'",
                "remove it, or write 'secret'"
            );
        }

        if (store.Settings.Replicas > 1)
        {
            store.Reject(
                store.At("replicas"),
                "a store in a container has one pod",
                StoreOperator.Find(store.Settings.Kind) is null
                    ? "remove it, or write 'form: external' and let a provider run several servers"
                    : "remove it, or write 'form: operator' for a store with several servers"
            );
        }

        const string problem = "one pod with one volume: the store is down while its node is";
        const string cure = "write 'form: operator' or 'form: external'";
        switch (store.Review.Settings.FaultTolerance)
        {
            case FaultTolerance.Critical:
                store.Reject(store.At("form"), $"'faultTolerance: critical' needs more than a container: {problem}", cure);
                break;
            case FaultTolerance.Standard:
                store.Review.Warn(store.At("form"), $"a container is {problem}", cure);
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// The settings of a form may stay in the catalogue when a stack's file chooses another form, but not beside that choice.
    /// </summary>
    private static void RejectOthers(ReviewedStore store)
    {
        var form = store.Form!.Value;
        foreach (
            var (key, forms) in Settings.Where(setting => !setting.Forms.Contains(form) && store.Review.IsWritten(store.At(setting.Key)))
        )
        {
            // The clients that make an external store's backups run in an image of its version.
            if (key == "image" && store is { Form: StoreForm.External, Settings.Backup.To: not null })
            {
                continue;
            }

            if (store.Settings.Form is null || store.Review.AreTogether(store.At("form"), store.At(key)))
            {
                store.Reject(
                    store.At(key),
                    $"'{key}' has no effect on a store of the form '{ScalarType.EnumName(form.ToString())}'",
                    $"remove it, or write 'form: {ScalarType.EnumName(forms[0].ToString())}'"
                );
            }
        }
    }
}
