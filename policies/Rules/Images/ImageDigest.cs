using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.Images;

/// <summary>A tag can be moved, a digest cannot.</summary>
internal sealed class ImageDigest : ContainerPolicy
{
    protected override void Check(Container container, Findings findings)
    {
        if (container.Image is { Digest: null } image)
            findings.Add(container.Node["image"], $"{container} runs '{image.Location}' without a digest");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "image-digest",
        Summary = "Images are pinned by digest.",
        Remedy = "Append the digest to the image's name: repository:tag@sha256:….",
        Severity = Severity.Low,
        Profile = Profile.Advisory,
        Standards = [Standard.Nsa("Upgrading and application security practices")],
    };
}
