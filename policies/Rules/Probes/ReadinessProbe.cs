using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Probes;

/// <summary>Without it traffic is sent to a container that is still starting, and a rollout goes on over broken pods.</summary>
internal sealed class ReadinessProbe() : ContainerPolicy(new()
{
    Name = "readiness-probe",
    Description = "Containers that keep running have a readiness probe.",
    RemediationSteps = "Add a readinessProbe that succeeds when the container can do its work.",
    Severity = Severity.High,
    Profile = Profiles.Production,
})
{
    protected override void Validate(Container container, PolicyContext context)
    {
        if (container.Role == ContainerRole.Main && container.Pod.IsLongRunning && !container["readinessProbe"].Exists)
            context.Report(container["readinessProbe"], $"{container} has no readiness probe");
    }
}
