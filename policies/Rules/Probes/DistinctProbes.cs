using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Probes;

/// <summary>Where both probes are the same, a container that is only busy is restarted, and the next one is busier still.</summary>
internal sealed class DistinctProbes() : ContainerPolicy(new()
{
    Name = "distinct-probes",
    Description = "Liveness and readiness are asked differently.",
    RemediationSteps = "Let liveness ask something cheaper, or let it fail much later than readiness.",
    Severity = Severity.Medium,
    Profile = Profiles.Production,
})
{
    private static readonly string[] Actions = ["httpGet", "tcpSocket", "grpc", "exec"];
    private static readonly (string Name, double Default)[] Timings = [("failureThreshold", 3), ("periodSeconds", 10)];

    protected override void Validate(Container container, PolicyContext context)
    {
        var liveness = container["livenessProbe"];
        var readiness = container["readinessProbe"];
        if (liveness.IsObject && readiness.IsObject
            && Array.TrueForAll(Actions, action => liveness[action].IsSameAs(readiness[action]))
            && Array.TrueForAll(Timings, timing => (liveness[timing.Name].Number ?? timing.Default).Equals(readiness[timing.Name].Number ?? timing.Default)))
            context.Report(liveness, $"{container} is restarted on the very condition that takes it out of traffic");
    }
}
