using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Probes;

/// <summary>A probe of an undeclared port calls another container or none.</summary>
internal sealed class ProbePort()
    : ContainerPolicy(
        new()
        {
            Name = "probe-port",
            Description = "Probes call ports that their container declares.",
            RemediationSteps = "Declare the port under ports, or let the probe call a declared one.",
            Severity = Severity.Medium,
            Profile = Profiles.Production,
        }
    )
{
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];
    private static readonly string[] Actions = ["httpGet", "tcpSocket", "grpc"];

    protected override void Validate(Container container, PolicyContext context)
    {
        foreach (var probe in Probes)
        {
            foreach (var action in Actions)
            {
                var port = container[probe][action]["port"];
                if (port.Scalar is { } written && !container[probe][action]["host"].Exists && !Declares(container, port))
                {
                    context.Report(port, $"the {probe} of {container} calls port {written}, which the container does not declare");
                }
            }
        }
    }

    private static bool Declares(Container container, PropertyNode port) =>
        container["ports"]
            .Items.Any(declared =>
                port.Number is { } number ? declared["containerPort"].Number.Equals(number) : declared["name"].Text == port.Text
            );
}
