using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Hardening;

/// <summary>Ports below 1024 tempt into running as root.</summary>
internal sealed class PrivilegedPorts() : ContainerPolicy(new()
{
    Name = "privileged-ports",
    Description = "Containers listen on ports from 1024.",
    RemediationSteps = "Let the program listen on a higher port and map it in the Service.",
    Severity = Severity.Low,
    Profile = Profiles.Advisory,
})
{
    private const int FirstUnprivileged = 1024;

    protected override void Validate(Container container, PolicyContext context)
    {
        foreach (var port in container["ports"].Items)
            if (port["containerPort"] is { Number: > 0 and < FirstUnprivileged } number)
                context.Report(number, $"{container} listens on port {number.Number}");
    }
}
