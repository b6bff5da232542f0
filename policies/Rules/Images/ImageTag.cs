using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Images;

/// <summary>With a mutable tag two pods of one Deployment may differ, and a rollback may not restore the old image.</summary>
internal sealed class ImageTag()
    : ContainerPolicy(
        new()
        {
            Name = "image-tag",
            Description = "Images have a tag that names one version.",
            RemediationSteps = "Set the version as the image's tag, or pin the image by its digest.",
            Severity = Severity.High,
            Profile = Profiles.Baseline,
            Controls = [Standards.Nsa("Upgrading and application security practices")],
        }
    )
{
    protected override void Validate(Container container, PolicyContext context)
    {
        if (container.Image is null && container["image"].Text is { Length: > 0 } text)
        {
            context.Report(container["image"], $"{container} has the image '{text}', which is not an image reference");
        }

        if (container.Image is { IsMutable: true } image)
        {
            context.Report(
                container["image"],
                $"{container} runs '{image.Location}' {(image.Tag is null ? "without a tag" : "with the tag 'latest'")}"
            );
        }
    }
}
