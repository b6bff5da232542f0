using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Hardening;

/// <summary>A pod that can write to its node can plant programs there.</summary>
internal sealed class WritableHostMounts()
    : ContainerPolicy(
        new()
        {
            Name = "writable-host-mounts",
            Description = "Volumes of the node are mounted read-only.",
            RemediationSteps = "Set readOnly: true on the volume mount.",
            Severity = Severity.High,
            Profile = Profiles.Baseline,
        }
    )
{
    protected override void Validate(Container container, PolicyContext context)
    {
        foreach (var mount in container["volumeMounts"].Items)
        {
            if (
                mount["readOnly"].Flag != true
                && mount["name"].Text is { } name
                && container.Pod.Volumes.Items.Any(volume => volume["name"].Text == name && volume["hostPath"].Exists)
            )
            {
                context.Report(mount["readOnly"], $"{container} can write to the node through the volume '{name}'");
            }
        }
    }
}
