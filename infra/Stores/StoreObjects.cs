using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.Backend.Objects;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Settings;
using Pulumi;

namespace Infra.Backend.Stores;

/// <summary>The custom resources of a store whose servers an operator runs.</summary>
internal static class StoreObjects
{
    private const string WaitAnnotation = "pulumi.com/waitFor";

    /// <summary>Creates the custom resources, each once those of the stages before it are ready.</summary>
    /// <param name="store">The store.</param>
    /// <param name="metadata">The names and labels of its objects.</param>
    /// <param name="provider">The provider of the cluster.</param>
    /// <param name="predecessors">The store's record and Secrets.</param>
    /// <param name="buckets">The addresses of buckets that claims know.</param>
    /// <param name="findOperator">Finds what the stack creates of the operator that has a kind.</param>
    public static IReadOnlyList<Resource> Create(
        StorePlan store,
        StoreMetadata metadata,
        ProviderResource provider,
        IReadOnlyCollection<Resource> predecessors,
        BucketAddresses buckets,
        Func<string, string, IEnumerable<Resource>> findOperator
    )
    {
        var created = new List<(StoreObject Object, Resource Resource)>();
        foreach (var item in store.Objects)
        {
            InputList<Resource> earlier =
            [
                .. predecessors,
                .. findOperator(item.Group, item.Kind),
                .. created.Where(other => other.Object.Stage < item.Stage).Select(other => other.Resource),
            ];
            var resource = Create(item, store.Settings.Data, metadata, provider, earlier, buckets);
            created.Add((item, resource));
            if (store is { Kind: StoreKind.S3, Form: StoreForm.Operator })
            {
                buckets.Add(item.Name, resource);
            }
        }

        return [.. created.Select(item => item.Resource)];
    }

    private static CustomResource Create(
        StoreObject item,
        StoreData data,
        StoreMetadata metadata,
        ProviderResource provider,
        InputList<Resource> predecessors,
        BucketAddresses buckets
    ) =>
        new(
            item.Token,
            item.HasData ? metadata.DataName(item.Name) : metadata.ResourceName(item.Name),
            new DictionaryResourceArgs(
                new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["apiVersion"] = item.ApiVersion,
                    ["kind"] = item.Kind,
                    ["metadata"] = CreateMetadata(item, metadata),
                    ["spec"] = ObjectInputs.Create(item.Spec, text => buckets.Convert(text, item.Bucket)),
                }.ToImmutableDictionary(StringComparer.Ordinal)
            ),
            new CustomResourceOptions
            {
                Provider = provider,
                DependsOn = predecessors,
                Protect = item.HasData && data == StoreData.Protected,

                // The operator would delete the volumes with the object.
                RetainOnDelete = item.HasData && data == StoreData.Retained,
                Aliases = item.HasData ? metadata.DataAliases(item.Name) : [],
            }
        );

    private static ImmutableDictionary<string, object?> CreateMetadata(StoreObject item, StoreMetadata metadata)
    {
        var annotations = metadata.Annotations.SetItems(item.Annotations);
        if (item.ReadyWhen is { } condition)
        {
            annotations = annotations.SetItem(WaitAnnotation, condition);
        }

        if (item.HasData && metadata.HasManagedBackups)
        {
            annotations = annotations.SetItem(StoreNames.BackupsAnnotation, "managed");
        }

        var fields = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = item.Name,
            ["namespace"] = metadata.Namespace,
            ["labels"] = metadata.CreateLabels(item.Labels),
        };
        if (!annotations.IsEmpty)
        {
            fields["annotations"] = annotations;
        }

        return fields.ToImmutableDictionary(StringComparer.Ordinal);
    }
}
