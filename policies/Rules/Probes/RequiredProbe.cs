using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Probes;

/// <summary>The main containers of long-running pods must have a probe.</summary>
internal sealed class RequiredProbe(PolicyDetails details, string probe, string description) : ContainerPolicy(details)
{
    public static IEnumerable<Policy> All =>
        [
            // The kubelet restarts a container that hangs only if a probe fails.
            new RequiredProbe(
                new()
                {
                    Name = "liveness-probe",
                    Description = "Long-running containers have a liveness probe.",
                    RemediationSteps = "Add a livenessProbe that fails only when a restart is the only remedy.",
                    Severity = Severity.Medium,
                    Profile = Profiles.Production,
                },
                "livenessProbe",
                "liveness probe"
            ),
            // Without it a starting container receives traffic, and a rollout goes on past broken pods.
            new RequiredProbe(
                new()
                {
                    Name = "readiness-probe",
                    Description = "Long-running containers have a readiness probe.",
                    RemediationSteps = "Add a readinessProbe that succeeds when the container can do its work.",
                    Severity = Severity.High,
                    Profile = Profiles.Production,
                },
                "readinessProbe",
                "readiness probe"
            ),
        ];

    protected override void Validate(Container container, PolicyContext context)
    {
        if (container.Role == ContainerRole.Main && container.Pod.IsLongRunning && container[probe] is { Exists: false } missing)
        {
            context.Report(missing, $"{container} has no {description}");
        }
    }
}
