using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.Probes;

/// <summary>A container that hangs is restarted only if somebody asks it.</summary>
internal sealed class LivenessProbe : ContainerPolicy
{
    protected override void Check(Container container, Findings findings)
    {
        if (container.Role == ContainerRole.Main && container.Pod.IsLongRunning && !container.Node["livenessProbe"].Exists)
            findings.Add(container.Node["livenessProbe"], $"{container} has no liveness probe");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "liveness-probe",
        Summary = "Containers that keep running have a liveness probe.",
        Remedy = "Add a livenessProbe that fails only when nothing but a restart helps.",
        Severity = Severity.Medium,
        Profile = Profile.Production,
    };
}
