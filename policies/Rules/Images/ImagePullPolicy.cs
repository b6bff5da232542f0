using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.Images;

/// <summary>A pull policy that does not go with the tag runs old images, or none.</summary>
internal sealed class ImagePullPolicy : ContainerPolicy
{
    protected override void Check(Container container, Findings findings)
    {
        var policy = container.Node["imagePullPolicy"];
        if (policy.Text == "Never")
            findings.Add(policy, $"{container} never pulls its image, so it starts only where somebody has put it");
        else if (policy.Text == "IfNotPresent" && container.Image is { IsMutable: true })
            findings.Add(policy, $"{container} pulls an image without a fixed version only where it is missing, so nodes run different ones");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "image-pull-policy",
        Summary = "Images are pulled whenever what they stand for may have changed.",
        Remedy = "Give the image a version and leave imagePullPolicy out, or write Always.",
        Severity = Severity.Medium,
        Profile = Profile.Production,
        Standards = [Standard.Nsa("Kubernetes Pod security")],
    };
}
