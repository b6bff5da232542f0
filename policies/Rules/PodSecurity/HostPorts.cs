using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>A port of the node goes around every NetworkPolicy, and only one pod a node can have it.</summary>
internal sealed class HostPorts : ContainerPolicy
{
    protected override void Check(Container container, Findings findings)
    {
        foreach (var port in container.Node["ports"].Items)
            if (port["hostPort"] is { Number: not (null or 0) } taken)
                findings.Add(taken, $"{container} takes the node's port {taken.Number}");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "host-ports",
        Summary = "Containers take no port of the node.",
        Remedy = "Remove hostPort and use a Service.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
        Standards = [Standard.PodSecurityBaseline("Host Ports"), Standard.Cis("5.2.12")],
    };
}
