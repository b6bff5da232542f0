using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Checks;

/// <summary>Images are complete, and the containers of a pod have names and ports of their own.</summary>
internal sealed class ContainerCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            CheckImage(service, service.At("image"), service.Settings.Image);
            var names = new HashSet<string>(StringComparer.Ordinal) { service.Name };
            var ports = new HashSet<int>();
            if (service.Settings.Port is { } port)
            {
                ports.Add(port);
            }

            foreach (var (group, name, container) in Companions(service.Settings))
            {
                var at = service.At(group, name);
                CheckImage(service, at.Key("image"), container.Image);
                if (!names.Add(name))
                {
                    service.Reject(at, $"another container of the pod is called '{name}' already", "give it a name of its own");
                }

                if (container.Port is { } own && group == "sidecars" && !ports.Add(own))
                {
                    service.Reject(at.Key("port"), $"another container of the pod listens on {own} already", "choose another port");
                }
            }
        }
    }

    private static IEnumerable<(string Group, string Name, ContainerSettings Container)> Companions(ServiceSettings service) =>
        service.Init.Select(init => ("init", init.Key, init.Value)).Concat(service.Sidecars.Select(sidecar => ("sidecars", sidecar.Key, sidecar.Value)));

    private static void CheckImage(ServiceUnderReview service, SettingsPath at, ImageSettings image)
    {
        if (image.Tag is { } tag && !ImageReference.IsTag(tag))
        {
            service.Reject(at.Key("tag"), $"'{tag}' is not a tag", "write letters, digits, '_', '.' and '-', at most 128");
        }

        if (image.Digest is { } digest && !ImageReference.IsDigest(digest))
        {
            service.Reject(at.Key("digest"), $"'{digest}' is not a digest", "write 'sha256:' and 64 hexadecimal digits, as 'docker buildx imagetools inspect' shows them");
        }

        var resolved = image.Resolve(service.Review.Settings.Images);
        if (resolved.Digest is null && resolved.Tag is null or "latest")
        {
            service.Review.Warn(at, "nobody can tell which version this image is, and it may differ from node to node", "pin it by a tag or a digest");
        }
    }
}
