using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Manifests;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;
using Infra.Kubernetes;

namespace Infra.Backend.Checks;

/// <summary>
/// Checks that the manifests of a cluster's add-ons are what the settings say: the add-on, its version, its digests, its namespace.
/// </summary>
internal sealed class AddonCheck : IPlanCheck
{
    /// <summary>The most images that a message lists.</summary>
    private const int ListedImages = 5;

    public void Check(ImmutableArray<ClusterPlan> plans, WrittenSettings written, SettingsErrors errors)
    {
        foreach (var plan in plans)
        {
            foreach (var (key, addon) in plan.Target.Settings.Addons.All)
            {
                var at = plan.Target.Path.Key("addons").Key(key);
                new AddonReview(at, key, addon, plan.System, written, errors).Check();
            }
        }
    }

    private sealed class AddonReview(
        SettingsPath at,
        string key,
        AddonSettings addon,
        SystemIdentity system,
        WrittenSettings written,
        SettingsErrors errors
    )
    {
        private readonly ImmutableArray<(ManifestObject Item, ManifestImage Image)> _images =
        [
            .. addon.Objects.SelectMany(item => ManifestImage.Find(item).Select(image => (item, image))),
        ];

        public void Check()
        {
            if (addon.Objects.IsEmpty)
            {
                Reject(at.Key("manifests"), "there is no object in its manifests", "name its files");
                return;
            }

            if (AddonContents.FindLack(key, addon.Objects) is { } lack)
            {
                Reject(at.Key("manifests"), lack.Problem, lack.Cure);
            }

            CheckVersion();
            CheckDigests();
            CheckNamespaces();
        }

        private void CheckVersion()
        {
            if (!ImageReference.IsTag(addon.Version))
            {
                Reject(
                    at.Key("version"),
                    $"'{addon.Version}' is not the tag of an image",
                    "write the tag of the add-on's image, such as v1.2.3"
                );
                return;
            }

            var own = _images.Where(image => IsVersion(image.Image.Reference.Tag)).Select(image => NameOf(image.Image)).ToHashSet();
            if (own.Count == 0)
            {
                string[] found = [.. _images.Select(image => image.Image.Reference.ToString()).Distinct(StringComparer.Ordinal)];
                var listed = string.Join(", ", found.Take(ListedImages));
                Reject(
                    at.Key("version"),
                    found.Length == 0
                        ? "its manifests have no images, which the version is compared with"
                        : $"no image of its manifests has this tag: {listed}{(found.Length > ListedImages ? ", …" : "")}",
                    "write the version that the manifests have, or bring the manifests of this version"
                );
            }

            foreach (
                var (item, image) in _images.Where(image => own.Contains(NameOf(image.Image)) && !IsVersion(image.Image.Reference.Tag))
            )
            {
                errors.Add(
                    item.Locate(image.Path),
                    SettingsPath.Root,
                    $"{item.Title}: the image {image.Reference} has not the version '{addon.Version}' of the add-on '{key}'",
                    "bring all manifests of one version"
                );
            }
        }

        private void CheckDigests()
        {
            foreach (var (name, digest) in addon.Digests)
            {
                var place = at.Key("digests").Key(name);
                if (!ImageReference.TryParse(name, out var image) || image.Tag is not null || image.Digest is not null)
                {
                    Reject(
                        place,
                        $"'{name}' is not the name of an image",
                        "write it without tag and digest, such as ghcr.io/example/driver"
                    );
                }
                else if (!ImageReference.IsDigest(digest))
                {
                    Reject(place, $"'{digest}' is not a digest", "write 'sha256:' and 64 hexadecimal digits");
                }
                else if (!_images.Any(other => NameOf(other.Image) == image.Normalize().Name))
                {
                    Reject(place, "no manifest of the add-on has this image", "remove it, or correct the name");
                }
            }

            foreach (var (item, image) in addon.Digests.Count == 0 ? [] : _images)
            {
                var known = AddonPlanner.FindDigest(image.Reference, addon);
                if (known is null && image.Reference.Digest is null)
                {
                    errors.Add(
                        item.Locate(image.Path),
                        SettingsPath.Root,
                        $"{item.Title}: the image {image.Reference} has no digest, neither here nor in the 'digests' of '{key}'",
                        $"add its digest at {written.Locate(at.Key("digests"))}"
                    );
                }
                else if (known is not null && image.Reference.Digest is { } digest && digest != known)
                {
                    errors.Add(
                        item.Locate(image.Path),
                        SettingsPath.Root,
                        $"{item.Title}: the image {image.Reference} has another digest than the 'digests' of '{key}': {known}",
                        $"correct one of the two ({written.Locate(at.Key("digests"))})"
                    );
                }
            }
        }

        private void CheckNamespaces()
        {
            if (addon.Namespace is { } name && !KubernetesNames.IsLabel(name))
            {
                Reject(at.Key("namespace"), $"'{name}' is not a name of a namespace", "use lower-case letters, digits and dashes");
            }
            else if (addon.Namespace == system.Namespace)
            {
                Reject(at.Key("namespace"), "this is the namespace of the services, which waits for the add-ons", "write another one");
            }

            foreach (var item in addon.Objects.Where(item => item.Namespace == system.Namespace))
            {
                errors.Add(
                    item.Locate("metadata", "namespace"),
                    SettingsPath.Root,
                    $"{item.Title}: this is the namespace of the services, which waits for the add-ons",
                    "write another one, or name the file in the stack's 'manifests'"
                );
            }
        }

        private void Reject(SettingsPath path, string problem, string cure) => errors.Add(written.Locate(path), path, problem, cure);

        private bool IsVersion(string? tag) => tag is not null && WithoutLetter(tag) == WithoutLetter(addon.Version);

        private static string WithoutLetter(string version) => version is ['v', >= '0' and <= '9', ..] ? version[1..] : version;

        private static string NameOf(ManifestImage image) => image.Reference.Normalize().Name;
    }
}
