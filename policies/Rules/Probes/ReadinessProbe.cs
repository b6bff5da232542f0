using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.Probes;

/// <summary>Without it traffic is sent to a container that is still starting, and a rollout goes on over broken pods.</summary>
internal sealed class ReadinessProbe : ContainerPolicy
{
    protected override void Check(Container container, Findings findings)
    {
        if (container.Role == ContainerRole.Main && container.Pod.IsLongRunning && !container.Node["readinessProbe"].Exists)
            findings.Add(container.Node["readinessProbe"], $"{container} has no readiness probe");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "readiness-probe",
        Summary = "Containers that keep running have a readiness probe.",
        Remedy = "Add a readinessProbe that succeeds when the container can do its work.",
        Severity = Severity.High,
        Profile = Profile.Production,
    };
}
