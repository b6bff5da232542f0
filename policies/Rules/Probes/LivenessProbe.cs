using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Probes;

/// <summary>A container that hangs is restarted only if somebody asks it.</summary>
internal sealed class LivenessProbe() : ContainerPolicy(new()
{
    Name = "liveness-probe",
    Description = "Containers that keep running have a liveness probe.",
    RemediationSteps = "Add a livenessProbe that fails only when nothing but a restart helps.",
    Severity = Severity.Medium,
    Profile = Profiles.Production,
})
{
    protected override void Validate(Container container, PolicyContext context)
    {
        if (container.Role == ContainerRole.Main && container.Pod.IsLongRunning && !container["livenessProbe"].Exists)
            context.Report(container["livenessProbe"], $"{container} has no liveness probe");
    }
}
