using System.Collections.Immutable;
using Infra.Backend.Objects;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Manifests;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Documents;
using Infra.Kubernetes;
using Pulumi;

namespace Infra.Backend.Manifests;

/// <summary>The objects of a stack's manifests, or those of a cluster's add-ons.</summary>
internal sealed class ManifestResources : ComponentResource
{
    private const string NamespaceField = "namespace";
    private const string MetadataField = "metadata";

    private readonly ImmutableArray<(ManifestObject Source, Resource Resource)> _resources;

    private ManifestResources(
        string type,
        string name,
        ImmutableArray<PlannedManifest> manifests,
        SystemIdentity system,
        Output<string>? stackNamespace,
        Func<ImageReference, Input<string>> findImage,
        ComponentResourceOptions options
    )
        : base(type, system.ResourceName(name), options)
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
                    new DictionaryResourceArgs(CreateInputs(manifest, stackNamespace, findImage)),
                    own
                )
            );
        }

        _resources = [.. manifests.Select((manifest, position) => (manifest.Source, resources[position]))];
        RegisterOutputs();
    }

    /// <summary>Creates the objects.</summary>
    /// <param name="plan">The plan of the cluster.</param>
    /// <param name="stackNamespace">The name of the stack's namespace, known once it exists.</param>
    /// <param name="provider">The provider of the cluster.</param>
    /// <param name="addons">The objects of the cluster's add-ons, which come first.</param>
    /// <param name="findImage">Finds an image that the update builds, with its digest.</param>
    /// <returns>The objects; null if there are none.</returns>
    public static ManifestResources? Create(
        ClusterPlan plan,
        Output<string> stackNamespace,
        ProviderResource provider,
        ImmutableArray<Resource> addons,
        Func<ImageReference, Input<string>> findImage
    ) =>
        plan.Manifests.IsEmpty
            ? null
            : new ManifestResources(
                "infra:manifests:Manifests",
                "manifests",
                plan.Manifests,
                plan.System,
                stackNamespace,
                findImage,
                new ComponentResourceOptions { Provider = provider, DependsOn = [.. addons] }
            );

    /// <summary>Creates the objects of the cluster's add-ons.</summary>
    /// <param name="plan">The plan of the cluster.</param>
    /// <param name="provider">The provider of the cluster.</param>
    /// <param name="nodes">The nodes, which come first.</param>
    /// <returns>The objects.</returns>
    public static ImmutableArray<Resource> CreateAddons(ClusterPlan plan, ProviderResource provider, ImmutableArray<Resource> nodes) =>
        plan.Addons.IsEmpty
            ? []
            :
            [
                .. new ManifestResources(
                    "infra:cluster:Addons",
                    "addons",
                    plan.Addons,
                    plan.System,
                    null,
                    image => image.ToString(),
                    new ComponentResourceOptions { Provider = provider, DependsOn = [.. nodes] }
                )._resources.Select(item => item.Resource),
            ];

    /// <summary>
    /// What must be there before an object of a custom kind: its definition and the operator that comes with it, which is everything in the
    /// definition's file but custom resources. Its webhooks refuse what they cannot check.
    /// </summary>
    public IEnumerable<Resource> FindOperator(string group, string kind)
    {
        var files = _resources.Where(item => ManifestKinds.Defines(item.Source, group, kind)).Select(item => item.Source.Location.File);
        return files
            .Take(1)
            .SelectMany(file =>
                _resources
                    .Where(item => item.Source.Location.File == file && ManifestKinds.IsBuiltIn(item.Source.ApiVersion, item.Source.Kind))
                    .Select(item => item.Resource)
            );
    }

    private static ImmutableDictionary<string, object?> CreateInputs(
        PlannedManifest manifest,
        Output<string>? stackNamespace,
        Func<ImageReference, Input<string>> findImage
    )
    {
        var inputs = ObjectInputs.Create(manifest.Body, text => Complete(text, findImage));
        foreach (var field in manifest.Secrets)
        {
            inputs = inputs.SetItem(
                field,
                ((ImmutableDictionary<string, object?>)inputs[field]!).ToImmutableDictionary(
                    entry => entry.Key,
                    entry => entry.Value is Output<string> text ? Output.CreateSecret(text) : (object?)Output.CreateSecret(entry.Value),
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
            metadata.SetItem(NamespaceField, manifest.IsInStackNamespace && stackNamespace is not null ? stackNamespace : (object)target)
        );
    }

    /// <summary>Puts the images that the update builds into a text.</summary>
    private static object Complete(string text, Func<ImageReference, Input<string>> findImage)
    {
        var parts = BuiltImageText.Split(text);
        return parts.All(part => part.Image is null)
            ? text
            : Output
                .All(parts.Select(part => part.Image is { } image ? findImage(image) : part.Text))
                .Apply(completed => string.Concat(completed));
    }
}
