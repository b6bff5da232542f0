using System.Collections.Immutable;
using Infra.Backend.Loading;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Manifests;

namespace Infra.Backend.Explanations;

/// <summary>Explains the objects of a stack's manifests or add-ons: where each is deployed, and why there.</summary>
internal static class ManifestExplainer
{
    /// <summary>The name that stands for the manifests instead of a service.</summary>
    public const string Name = "manifests";

    /// <summary>The name that stands for the clusters' add-ons instead of a service.</summary>
    public const string Addons = "addons";

    /// <summary>Explains the manifests.</summary>
    public static IReadOnlyList<Explanation> Explain(ImmutableArray<ClusterPlan> plans) =>
        [.. plans.SelectMany(plan => plan.Manifests).Select(Explain).Distinct()];

    /// <summary>Explains the add-ons: their versions, their images and their objects.</summary>
    public static IReadOnlyList<Explanation> ExplainAddons(LoadedSettings loaded) =>
        [.. loaded.Plans.SelectMany(plan => ExplainAddons(plan, loaded)).Distinct()];

    private static IEnumerable<Explanation> ExplainAddons(ClusterPlan plan, LoadedSettings loaded)
    {
        foreach (var (key, addon) in plan.Target.Settings.Addons.All)
        {
            var at = plan.Target.Path.Key("addons").Key(key);
            yield return new Explanation($"{at}.version", addon.Version, "set", loaded.Written.Locate(at.Key("version")).ToString());
            var images =
                from item in addon.Objects
                from image in ManifestImage.Find(item)
                select (
                    Written: image.Reference,
                    Resolved: AddonPlanner.Resolve(image.Reference, addon, loaded.Settings.Images),
                    item.Location
                );
            foreach (var (image, resolved, location) in images.DistinctBy(image => image.Resolved))
            {
                var reason =
                    image == resolved ? "as in the manifest"
                    : image.Name == resolved.Name ? $"rule: the manifest's image with the digest of '{key}.digests'"
                    : "rule: the manifest's image from 'images.registry'";
                yield return new Explanation($"{at} image", resolved.ToString(), reason, location.ToString());
            }
        }

        foreach (var explanation in plan.Addons.Select(Explain))
        {
            yield return explanation;
        }
    }

    private static Explanation Explain(PlannedManifest manifest) =>
        new(
            $"{manifest.Source.ApiVersion} {manifest.Source.Kind} {manifest.Source.Name}",
            manifest.Namespace is { } target ? $"namespace {target}" : "cluster",
            manifest switch
            {
                { Namespace: null } => "rule: objects of this kind are in no namespace",
                { Source.Namespace: { Length: > 0 } } => "set",
                { IsInStackNamespace: true } => "rule: the stack's namespace",
                _ => "rule: the add-on's namespace, or kube-system",
            },
            manifest.Source.Location.ToString()
        );
}
