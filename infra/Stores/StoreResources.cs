using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Stores;
using Pulumi;

namespace Infra.Backend.Stores;

/// <summary>The objects of a cluster's stores that no service has: their records and credentials.</summary>
internal static class StoreResources
{
    /// <summary>Creates the objects, by the names of the stores. The services that read them come after them.</summary>
    /// <param name="plan">The plan of the cluster.</param>
    /// <param name="targetNamespace">The namespace, known once it exists.</param>
    /// <param name="provider">The provider of the cluster.</param>
    /// <param name="findOperator">Finds what the stack creates of the operator that has a kind, by the kind's group and name.</param>
    public static IReadOnlyDictionary<string, ImmutableArray<Resource>> Create(
        ClusterPlan plan,
        Output<string> targetNamespace,
        ProviderResource provider,
        Func<string, string, IEnumerable<Resource>> findOperator
    )
    {
        var resources = new Dictionary<string, ImmutableArray<Resource>>(StringComparer.Ordinal);
        foreach (var store in plan.Stores.Where(store => store.HasData))
        {
            var metadata = new StoreMetadata(store, plan.System, targetNamespace);
            var record = StoreRecord.Create(store, metadata, provider);

            // A change that the record refuses comes no further.
            ImmutableArray<Resource> own =
            [
                record,
                .. store.Credentials.Select(credential => StoreSecret.Create(credential, store, metadata, provider, record)),
            ];
            resources[store.Name] = store.Operator is null
                ? own
                :
                [
                    .. own,
                    .. StoreNetworkPolicy.Create(store, plan.System, metadata, provider),
                    .. StoreObjects.Create(store, metadata, provider, own, findOperator),
                ];
        }

        return resources;
    }
}
