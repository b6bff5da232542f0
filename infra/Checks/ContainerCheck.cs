using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Checks;

/// <summary>Checks that images are valid, and that the containers of a pod have different names.</summary>
internal sealed class ContainerCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            CheckImage(service, service.At("image"), service.Settings.Image);
            var names = new HashSet<string>(StringComparer.Ordinal) { service.Name };
            foreach (var (group, name, container) in AdditionalContainers(service.Settings))
            {
                var at = service.At(group, name);
                CheckImage(service, at.Key("image"), container.Image);
                if (!names.Add(name))
                {
                    service.Reject(at, $"the pod already has a container '{name}'", "choose another name");
                }
            }
        }
    }

    private static IEnumerable<(string Group, string Name, ContainerSettings Container)> AdditionalContainers(ServiceSettings service) =>
        service
            .Init.Select(container => ("init", container.Key, container.Value))
            .Concat(service.Sidecars.Select(container => ("sidecars", container.Key, container.Value)));

    private static void CheckImage(ServiceUnderReview service, SettingsPath at, ImageSettings image)
    {
        if (image.Tag is { } tag && !ImageReference.IsTag(tag))
        {
            service.Reject(at.Key("tag"), $"'{tag}' is not a valid tag", "use at most 128 letters, digits, '_', '.' and '-'");
        }

        if (image.Digest is { } digest && !ImageReference.IsDigest(digest))
        {
            service.Reject(
                at.Key("digest"),
                $"'{digest}' is not a valid digest",
                "write 'sha256:' and 64 hexadecimal digits, as 'docker buildx imagetools inspect' shows them"
            );
        }

        var resolved = image.Resolve(service.Review.Settings.Images);
        if (image.Build is null && resolved.Digest is null && resolved.Tag is null or "latest")
        {
            service.Review.Warn(at, "the version of this image is not fixed, and may differ between nodes", "pin it by a tag or a digest");
        }
    }
}
