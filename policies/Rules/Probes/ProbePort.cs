using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.Probes;

/// <summary>A probe of a port that the container does not declare asks someone else, or nobody.</summary>
internal sealed class ProbePort : ContainerPolicy
{
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];
    private static readonly string[] Actions = ["httpGet", "tcpSocket", "grpc"];

    protected override void Check(Container container, Findings findings)
    {
        foreach (var probe in Probes)
        {
            foreach (var action in Actions)
            {
                var port = container.Node[probe][action]["port"];
                if (port.Scalar is { } written && !container.Node[probe][action]["host"].Exists && !Declares(container, port))
                    findings.Add(port, $"the {probe} of {container} asks port {written}, which the container does not declare");
            }
        }
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "probe-port",
        Summary = "Probes ask ports that their container declares.",
        Remedy = "Declare the port under ports, or let the probe ask one of those declared.",
        Severity = Severity.Medium,
        Profile = Profile.Production,
    };

    private static bool Declares(Container container, Node port) => container.Node["ports"].Items.Any(declared =>
        port.Number is { } number ? declared["containerPort"].Number.Equals(number) : declared["name"].Text == port.Text);
}
