using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>A port of the node goes around every NetworkPolicy, and only one pod a node can have it.</summary>
internal sealed class HostPorts() : ContainerPolicy(new()
{
    Name = "host-ports",
    Description = "Containers take no port of the node.",
    RemediationSteps = "Remove hostPort and use a Service.",
    Severity = Severity.High,
    Profile = Profiles.Baseline,
    Controls = [Standards.PodSecurityBaseline("Host Ports"), Standards.Cis("5.2.12")],
})
{
    protected override void Validate(Container container, PolicyContext context)
    {
        foreach (var port in container["ports"].Items)
            if (port["hostPort"] is { Number: not (null or 0) } taken)
                context.Report(taken, $"{container} takes the node's port {taken.Number}");
    }
}
