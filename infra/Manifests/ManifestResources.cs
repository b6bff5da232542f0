using System.Collections.Immutable;
using Infra.Backend.Objects;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Manifests;
using Pulumi;

namespace Infra.Backend.Manifests;

/// <summary>The objects of a stack's manifests.</summary>
internal sealed class ManifestResources : ComponentResource
{
    private const string NamespaceField = "namespace";
    private const string MetadataField = "metadata";

    private ManifestResources(
        ImmutableArray<PlannedManifest> manifests,
        SystemIdentity system,
        Output<string> stackNamespace,
        ComponentResourceOptions options
    )
        : base("infra:manifests:Manifests", system.ResourceName("manifests"), options)
    {
        var resources = new List<Resource>(manifests.Length);
        foreach (var manifest in manifests)
        {
            var own = new CustomResourceOptions { Parent = this };
            foreach (var position in manifest.DependsOn)
            {
                own.DependsOn.Add(resources[position]);
            }

            resources.Add(
                new CustomResource(
                    manifest.Token,
                    system.ResourceName(manifest.ResourceName),
                    new DictionaryResourceArgs(CreateInputs(manifest, stackNamespace)),
                    own
                )
            );
        }

        RegisterOutputs();
    }

    /// <summary>Creates the objects, if there are any.</summary>
    /// <param name="plan">The plan of the cluster.</param>
    /// <param name="stackNamespace">The name of the stack's namespace, known once it exists.</param>
    /// <param name="provider">The provider of the cluster.</param>
    public static void Create(ClusterPlan plan, Output<string> stackNamespace, ProviderResource provider)
    {
        if (!plan.Manifests.IsEmpty)
        {
            _ = new ManifestResources(plan.Manifests, plan.System, stackNamespace, new ComponentResourceOptions { Provider = provider });
        }
    }

    private static ImmutableDictionary<string, object?> CreateInputs(PlannedManifest manifest, Output<string> stackNamespace)
    {
        var inputs = ObjectInputs.Create(manifest.Body);
        foreach (var field in manifest.Secrets)
        {
            inputs = inputs.SetItem(
                field,
                ((ImmutableDictionary<string, object?>)inputs[field]!).ToImmutableDictionary(
                    entry => entry.Key,
                    entry => (object?)Output.CreateSecret(entry.Value),
                    StringComparer.Ordinal
                )
            );
        }

        if (manifest.Namespace is not { } target)
        {
            return inputs;
        }

        var metadata = (ImmutableDictionary<string, object?>)inputs[MetadataField]!;
        return inputs.SetItem(
            MetadataField,
            metadata.SetItem(NamespaceField, manifest.IsInStackNamespace ? stackNamespace : (object)target)
        );
    }
}
