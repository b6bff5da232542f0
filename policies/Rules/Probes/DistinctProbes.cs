using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Probes;

/// <summary>With identical probes an overloaded container is restarted, which increases the load on the others.</summary>
internal sealed class DistinctProbes()
    : ContainerPolicy(
        new()
        {
            Name = "distinct-probes",
            Description = "Liveness and readiness probes differ.",
            RemediationSteps = "Make the liveness probe cheaper, or let it fail much later than the readiness probe.",
            Severity = Severity.Medium,
            Profile = Profiles.Production,
        }
    )
{
    private static readonly string[] Actions = ["httpGet", "tcpSocket", "grpc", "exec"];
    private static readonly (string Name, double Default)[] Timings = [("failureThreshold", 3), ("periodSeconds", 10)];

    protected override void Validate(Container container, PolicyContext context)
    {
        var liveness = container["livenessProbe"];
        var readiness = container["readinessProbe"];
        if (
            liveness.IsObject
            && readiness.IsObject
            && Array.TrueForAll(Actions, action => liveness[action].IsSameAs(readiness[action]))
            && Array.TrueForAll(Timings, timing =>
                (liveness[timing.Name].Number ?? timing.Default).Equals(readiness[timing.Name].Number ?? timing.Default)
            )
        )
        {
            context.Report(liveness, $"{container} is restarted on the same condition that stops its traffic");
        }
    }
}
