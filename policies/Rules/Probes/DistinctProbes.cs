using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.Probes;

/// <summary>Where both probes are the same, a container that is only busy is restarted, and the next one is busier still.</summary>
internal sealed class DistinctProbes : ContainerPolicy
{
    private static readonly string[] Actions = ["httpGet", "tcpSocket", "grpc", "exec"];
    private static readonly (string Name, double Default)[] Timings = [("failureThreshold", 3), ("periodSeconds", 10)];

    protected override void Check(Container container, Findings findings)
    {
        var liveness = container.Node["livenessProbe"];
        var readiness = container.Node["readinessProbe"];
        if (liveness.IsObject && readiness.IsObject
            && Array.TrueForAll(Actions, action => liveness[action].IsSameAs(readiness[action]))
            && Array.TrueForAll(Timings, timing => (liveness[timing.Name].Number ?? timing.Default).Equals(readiness[timing.Name].Number ?? timing.Default)))
            findings.Add(liveness, $"{container} is restarted on the very condition that takes it out of traffic");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "distinct-probes",
        Summary = "Liveness and readiness are asked differently.",
        Remedy = "Let liveness ask something cheaper, or let it fail much later than readiness.",
        Severity = Severity.Medium,
        Profile = Profile.Production,
    };
}
