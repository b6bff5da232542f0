using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.Hardening;

/// <summary>Ports below 1024 tempt into running as root.</summary>
internal sealed class PrivilegedPorts : ContainerPolicy
{
    private const int FirstUnprivileged = 1024;

    protected override void Check(Container container, Findings findings)
    {
        foreach (var port in container.Node["ports"].Items)
            if (port["containerPort"] is { Number: > 0 and < FirstUnprivileged } number)
                findings.Add(number, $"{container} listens on port {number.Number}");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "privileged-ports",
        Summary = "Containers listen on ports from 1024.",
        Remedy = "Let the program listen on a higher port and map it in the Service.",
        Severity = Severity.Low,
        Profile = Profile.Advisory,
    };
}
