using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Probes;

/// <summary>Init containers run to completion; the API server rejects probes of them.</summary>
internal sealed class InitContainerProbes()
    : ContainerPolicy(
        new()
        {
            Name = "init-container-probes",
            Description = "Init containers and ephemeral containers have no probes.",
            RemediationSteps = "Remove the probe, or make the init container a sidecar with restartPolicy: Always.",
            Severity = Severity.Medium,
            Profile = Profiles.Baseline,
        }
    )
{
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    protected override void Validate(Container container, PolicyContext context)
    {
        if (container.Role is not (ContainerRole.Init or ContainerRole.Ephemeral))
        {
            return;
        }

        foreach (var probe in Probes)
        {
            if (container[probe] is { Exists: true } present)
            {
                context.Report(present, $"{container} has a {probe}");
            }
        }
    }
}
