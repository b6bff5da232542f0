using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Images;

/// <summary>A pull policy that does not fit the tag runs stale images, or none.</summary>
internal sealed class ImagePullPolicy()
    : ContainerPolicy(
        new()
        {
            Name = "image-pull-policy",
            Description = "Images are pulled whenever they may have changed.",
            RemediationSteps = "Give the image a version and remove imagePullPolicy, or set Always.",
            Severity = Severity.Medium,
            Profile = Profiles.Production,
            Controls = [Standards.Nsa("Kubernetes Pod security")],
        }
    )
{
    protected override void Validate(Container container, PolicyContext context)
    {
        var policy = container["imagePullPolicy"];
        if (policy.Text == "Never")
        {
            context.Report(policy, $"{container} never pulls its image, so it starts only on nodes that have it");
        }
        else if (policy.Text == "IfNotPresent" && container.Image is { IsMutable: true })
        {
            context.Report(
                policy,
                $"{container} pulls an image without a fixed version only if it is missing, so nodes may run different images"
            );
        }
    }
}
