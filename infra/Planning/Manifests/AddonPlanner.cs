using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Documents;
using Infra.Kubernetes;

namespace Infra.Backend.Planning.Manifests;

/// <summary>
/// Plans the objects of a cluster's add-ons: definitions and namespaces first. A custom resource waits for everything else of the add-on
/// that defines its kind, whose webhooks refuse what they cannot check.
/// </summary>
internal sealed class AddonPlanner
{
    /// <summary>The namespace of objects that name none.</summary>
    public const string DefaultNamespace = "kube-system";

    private static readonly string[] OwnNamespaces = ["default", "kube-node-lease", "kube-public", DefaultNamespace];

    private readonly StackSettings _settings;
    private readonly bool _isSimulated;
    private readonly Dictionary<ManifestObject, AddonSettings> _owners = new(ReferenceEqualityComparer.Instance);
    private readonly List<ManifestObject> _objects = [];

    private AddonPlanner(TargetCluster target, StackSettings settings)
    {
        _settings = settings;
        _isSimulated = target.Settings.Kind == ClusterKind.Simulated;
        foreach (var (_, addon) in target.Settings.Addons.All)
        {
            foreach (var item in addon.Objects.Concat(CreateNamespace(addon, target.Settings.Addons)))
            {
                // Two add-ons may have the same file.
                if (_owners.TryAdd(item, addon))
                {
                    _objects.Add(item);
                }
            }
        }
    }

    /// <summary>Plans the objects of the add-ons of a cluster, in the order of their registration.</summary>
    public static ImmutableArray<PlannedManifest> Plan(TargetCluster target, StackSettings settings, SystemIdentity system) =>
        new AddonPlanner(target, settings).Plan(system);

    /// <summary>The image with the digest of the add-on's settings, from the stack's registry.</summary>
    public static ImageReference Resolve(ImageReference image, AddonSettings addon, ImageDefaults defaults)
    {
        var pinned = image.Digest is null && FindDigest(image, addon) is { } digest ? image with { Digest = digest } : image;
        return defaults.Registry is { } registry ? pinned.WithRegistry(registry) : pinned;
    }

    /// <summary>The digest that the settings have for an image; null if they have none.</summary>
    public static string? FindDigest(ImageReference image, AddonSettings addon)
    {
        var name = image.Normalize().Name;
        return addon
            .Digests.Where(digest => ImageReference.TryParse(digest.Key, out var key) && key.Normalize().Name == name)
            .Select(digest => digest.Value)
            .FirstOrDefault();
    }

    private ImmutableArray<PlannedManifest> Plan(SystemIdentity system)
    {
        var kinds = new ManifestKinds(_objects);
        var planned = ManifestPlanner.Plan([.. _objects], kinds, system, item =>
            _owners[item].Namespace is { Length: > 0 } own ? own : DefaultNamespace
        );
        var parts = planned
            .Select((manifest, position) => (manifest.Source, Position: position))
            .Where(part => ManifestKinds.IsBuiltIn(part.Source.ApiVersion, part.Source.Kind))
            .ToLookup(part => _owners[part.Source], part => part.Position, ReferenceEqualityComparer.Instance);
        return
        [
            .. planned.Select(manifest =>
            {
                Adapt(manifest);
                return kinds.FindDefinition(manifest.Source) is { } definition
                    ? manifest with
                    {
                        DependsOn = [.. manifest.DependsOn.Union(parts[_owners[definition]])],
                    }
                    : manifest;
            }),
        ];
    }

    private void Adapt(PlannedManifest manifest)
    {
        foreach (var image in ManifestImage.Find(manifest.Source))
        {
            image.Replace(manifest.Body, Resolve(image.Reference, _owners[manifest.Source], _settings.Images));
        }

        if (_isSimulated)
        {
            SimulatedAddon.Adapt(manifest.Source.Kind, manifest.Body);
        }
    }

    private static IEnumerable<ManifestObject> CreateNamespace(AddonSettings addon, AddonsSettings all)
    {
        if (
            addon.Namespace is not { Length: > 0 } name
            || addon.Objects.IsEmpty
            || OwnNamespaces.Contains(name)
            || all.All.SelectMany(other => other.Settings.Objects).Any(item => IsNamespace(item, name))
            || !ReferenceEquals(all.All.First(other => other.Settings.Namespace == name).Settings, addon)
        )
        {
            return [];
        }

        var at = addon.Objects[0].Location;
        MappingNode node = new(
            at,
            [
                Entry("apiVersion", Text("v1")),
                Entry("kind", Text("Namespace")),
                Entry("metadata", new MappingNode(at, [Entry("name", Text(name))])),
            ]
        );
        return [new ManifestObject(node, "v1", "Namespace")];

        SettingsEntry Entry(string key, SettingsNode value) => new(key, at, value);
        ScalarNode Text(string text) => new(at, text, ScalarKind.Text);
    }

    private static bool IsNamespace(ManifestObject item, string name) => item is { Kind: "Namespace", Group: "" } && item.Name == name;
}
