using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules;

/// <summary>A container must not declare some ports.</summary>
internal sealed class ForbiddenPort(PolicyDetails details, string field, Predicate<double> isForbidden, string problem)
    : ContainerPolicy(details)
{
    private const int FirstUnprivileged = 1024;

    public static IEnumerable<Policy> All =>
        [
            // A host port bypasses every NetworkPolicy, and only one pod of a node can have it.
            new ForbiddenPort(
                new()
                {
                    Name = "host-ports",
                    Area = "PodSecurity",
                    Description = "Containers use no port of the node.",
                    RemediationSteps = "Remove hostPort and use a Service.",
                    Severity = Severity.High,
                    Profile = Profiles.Baseline,
                    Controls = [Standards.PodSecurityBaseline("Host Ports"), Standards.Cis("5.2.12")],
                },
                "hostPort",
                port => port != 0,
                "uses the node's port"
            ),
            // Ports below 1024 are a reason to run programs as root.
            new ForbiddenPort(
                new()
                {
                    Name = "privileged-ports",
                    Area = "Hardening",
                    Description = "Containers listen on ports from 1024.",
                    RemediationSteps = "Let the program listen on a higher port and map it in the Service.",
                    Severity = Severity.Low,
                    Profile = Profiles.Advisory,
                },
                "containerPort",
                port => port is > 0 and < FirstUnprivileged,
                "listens on port"
            ),
        ];

    protected override void Validate(Container container, PolicyContext context)
    {
        foreach (var port in container["ports"].Items)
        {
            if (port[field] is { Number: { } number } node && isForbidden(number))
            {
                context.Report(node, $"{container} {problem} {number}");
            }
        }
    }
}
