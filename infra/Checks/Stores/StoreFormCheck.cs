using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks.Stores;

/// <summary>Checks that the form of a store is stated, supported and complete, and that no setting is of another form.</summary>
internal sealed class StoreFormCheck : ISettingsCheck
{
    private static readonly string[] OfContainers = ["image", "size", "storageClass", "resources", "replicas", "pool", "data"];

    private static readonly string[] OfExternal = ["host", "port", "addresses", "region", "tls"];

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
                    store.Reject(
                        store.At("form"),
                        "operators are not supported yet",
                        "write 'form: external' with 'host' and 'secret', or 'form: container' for one pod"
                    );
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
            $"write 'infra:stores: {{{store.Name}: {{form: external, host: <host>, secret: <name of a Secret>}}}}'",
            store.At("form"),
            store.At("kind")
        );

    private static void CheckExternal(ReviewedStore store)
    {
        RejectOthers(store, OfContainers, StoreForm.Container);
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
        if (store.Settings is { Secret: null, Kind: not StoreKind.Kafka })
        {
            Require(store, "secret", store.Name);
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
        RejectOthers(store, OfExternal, StoreForm.External);
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
                "remove it, or write 'form: external' for a store with several servers"
            );
        }

        const string problem = "one pod with one volume: the store is down while its node is";
        const string cure = "write 'form: external'";
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
    private static void RejectOthers(ReviewedStore store, string[] keys, StoreForm form)
    {
        var (stated, name) = (store.Settings.Form is not null, ScalarType.EnumName(form.ToString()));
        foreach (var key in keys.Where(key => store.Review.IsWritten(store.At(key))))
        {
            if (!stated || store.Review.AreTogether(store.At("form"), store.At(key)))
            {
                store.Reject(
                    store.At(key),
                    $"'{key}' has no effect on a store of the form '{ScalarType.EnumName(store.Form!.Value.ToString())}'",
                    $"remove it, or write 'form: {name}'"
                );
            }
        }
    }
}
