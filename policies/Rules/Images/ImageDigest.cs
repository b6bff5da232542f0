using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Images;

/// <summary>A tag can be moved; a digest cannot.</summary>
internal sealed class ImageDigest()
    : ContainerPolicy(
        new()
        {
            Name = "image-digest",
            Description = "Images are pinned by digest.",
            RemediationSteps = "Append the digest to the image's name: repository:tag@sha256:….",
            Severity = Severity.Low,
            Profile = Profiles.Advisory,
            Controls = [Standards.Nsa("Upgrading and application security practices")],
        }
    )
{
    protected override void Validate(Container container, PolicyContext context)
    {
        if (container.Image is { Digest: null } image)
        {
            context.Report(container["image"], $"{container} runs '{image.Location}' without a digest");
        }
    }
}
