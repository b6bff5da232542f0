using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>The kubelet could reach hosts that the pod cannot.</summary>
internal sealed class HostProbes()
    : ContainerPolicy(
        new()
        {
            Name = "host-probes",
            Description = "Probes and lifecycle hooks call their own pod.",
            RemediationSteps = "Remove the host from the probe or hook.",
            Severity = Severity.Medium,
            Profile = Profiles.Baseline,
            Controls = [Standards.PodSecurityBaseline("Host Probes / Lifecycle Hooks")],
        }
    )
{
    private static readonly string[] Actions = ["httpGet", "tcpSocket"];

    protected override void Validate(Container container, PolicyContext context)
    {
        foreach (
            var handler in (PropertyNode[])
                [
                    container["livenessProbe"],
                    container["readinessProbe"],
                    container["startupProbe"],
                    container["lifecycle"]["postStart"],
                    container["lifecycle"]["preStop"],
                ]
        )
        {
            foreach (var action in Actions)
            {
                if (handler[action]["host"] is { Text: { Length: > 0 } name } host)
                {
                    context.Report(host, $"{container} has a probe or hook that calls the host '{name}'");
                }
            }
        }
    }
}
