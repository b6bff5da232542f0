using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.Images;

/// <summary>A name that stands for whatever was pushed last makes two pods of one Deployment different, and a rollback a guess.</summary>
internal sealed class ImageTag : ContainerPolicy
{
    protected override void Check(Container container, Findings findings)
    {
        if (container.Image is { IsMutable: true } image)
            findings.Add(container.Node["image"], $"{container} runs '{image.Location}' {(image.Tag is null ? "without a tag" : "with the tag 'latest'")}");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "image-tag",
        Summary = "Images carry a tag that stands for one version.",
        Remedy = "Write the version as the image's tag, or pin the image by its digest.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
        Standards = [Standard.Nsa("Upgrading and application security practices")],
    };
}
