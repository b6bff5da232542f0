using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks.Stores;

/// <summary>Checks that a store of the form <c>operator</c> has one, and that it can be what the stack asks for.</summary>
internal sealed class StoreOperatorCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var store in ReviewedStore.Find(review).Where(store => store.Form == StoreForm.Operator))
        {
            if (StoreOperator.Find(store.Settings.Kind) is not { } storeOperator)
            {
                store.Reject(
                    store.At("form"),
                    $"no operator is supported for {store.Kind}: none keeps the address of its clients when a server fails",
                    "write 'form: external' with 'host' and 'secret', or 'form: container' for a cache in one pod"
                );
                continue;
            }

            if (store.Name.Length > storeOperator.Facts.NameLength)
            {
                store.Reject(
                    store.Path,
                    $"the name has {store.Name.Length} characters, and {storeOperator.Facts.Name} allows {storeOperator.Facts.NameLength}",
                    "shorten it"
                );
            }

            CheckReplicas(store, storeOperator.Facts);
            CheckSettings(store, storeOperator.Facts);
        }

        foreach (var kind in Enum.GetValues<StoreKind>())
        {
            CheckNamespace(review, kind);
        }
    }

    private static void CheckNamespace(SettingsReview review, StoreKind kind)
    {
        if (review.Settings.Operators.Find(kind) is { } name && !KubernetesNames.IsLabel(name))
        {
            review.Reject(
                SettingsPath.Root.Key("operators").Key(ScalarType.EnumName(kind.ToString())),
                $"'{name}' is not a valid name of a namespace",
                $"write '{KubernetesNames.ToLabel(name)}'"
            );
        }
    }

    private static void CheckReplicas(ReviewedStore store, OperatorFacts facts)
    {
        if (!facts.HasServers || store.Settings.Replicas is not 1)
        {
            return;
        }

        const string problem = "one server: the store is down while its node is";
        const string cure = "write 'replicas: 3'";
        switch (store.Review.Settings.FaultTolerance)
        {
            case FaultTolerance.Critical:
                store.Reject(store.At("replicas"), $"'faultTolerance: critical' needs more than {problem}", cure);
                break;
            case FaultTolerance.Standard:
                store.Review.Warn(store.At("replicas"), $"this is {problem}", cure);
                break;
            default:
                break;
        }
    }

    private static void CheckSettings(ReviewedStore store, OperatorFacts facts)
    {
        if (store.Settings.Tls == true && !facts.OffersTls && store.Review.AreTogether(store.At("form"), store.At("tls")))
        {
            store.Reject(
                store.At("tls"),
                $"{facts.Name} offers TLS with a certificate that clients do not trust",
                "remove it: network policies allow only the store's users to reach it"
            );
        }

        if (store.Settings is { Kind: StoreKind.S3, StorageClass: null })
        {
            store.Review.Reject(
                store.At("form"),
                "a bucket of the platform needs the storage class of its object store",
                "write 'storageClass: rook-ceph-bucket', or what the platform calls it, beside it",
                store.At("form"),
                store.At("storageClass")
            );
        }

        foreach (var key in new[] { "image", "size", "resources", "replicas", "pool" })
        {
            if (!facts.HasServers && store.Review.AreTogether(store.At("form"), store.At(key)))
            {
                store.Reject(store.At(key), $"'{key}' has no effect: the servers belong to the platform", "remove it");
            }
        }
    }
}
