using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;

namespace Infra.Backend.Stores;

/// <summary>The objects of a cluster's stores that no service has: their records and credentials.</summary>
internal static class StoreResources
{
    /// <summary>Creates the objects, by the names of the stores. The services that read them come after them.</summary>
    /// <param name="plan">The plan of the cluster.</param>
    /// <param name="targetNamespace">The namespace, known once it exists.</param>
    /// <param name="provider">The provider of the cluster.</param>
    /// <param name="sources">Gets what the namespace of the drills needs.</param>
    /// <param name="findOperator">Finds what the stack creates of the operator that has a kind, by the kind's group and name.</param>
    public static IReadOnlyDictionary<string, ImmutableArray<Resource>> Create(
        ClusterPlan plan,
        Output<string> targetNamespace,
        ProviderResource provider,
        StoreSources sources,
        Func<string, string, IEnumerable<Resource>> findOperator
    )
    {
        var resources = new Dictionary<string, ImmutableArray<Resource>>(StringComparer.Ordinal);

        foreach (var store in plan.Stores.Where(store => store is { HasData: false, Objects.IsEmpty: false }))
        {
            var metadata = new StoreMetadata(store, plan.System, targetNamespace);
            resources[store.Name] = [.. StoreObjects.Create(store, metadata, provider, [], sources.Buckets, findOperator)];
        }

        // A bucket is there before the stores whose backups it keeps.
        foreach (var store in plan.Stores.Where(store => store.HasData).OrderBy(store => store.Kind != StoreKind.S3))
        {
            var metadata = new StoreMetadata(store, plan.System, targetNamespace);
            var record = StoreRecord.Create(store, metadata, provider);

            // A change that the record refuses comes no further.
            Secret[] secrets =
            [
                .. store.Credentials.Select(credential => StoreSecret.Create(credential, store, metadata, provider, record)),
            ];
            foreach (var (credential, secret) in store.Credentials.Zip(secrets))
            {
                sources.Secrets[credential.Secret] = secret;
            }

            ImmutableArray<Resource> own = [record, .. secrets];
            if (store.NeedsAwsSecret)
            {
                own = own.Add(StoreSecret.CreateForAws(secrets[0], store, metadata, provider));
            }

            resources[store.Name] = store.Operator is null
                ? own
                :
                [
                    .. own,
                    .. StoreNetworkPolicy.Create(store, plan.System, metadata, provider),
                    .. StoreObjects.Create(store, metadata, provider, own, sources.Buckets, findOperator),
                ];
        }

        return resources;
    }
}
