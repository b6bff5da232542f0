using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>A probe of another host lets the kubelet reach what the pod could not.</summary>
internal sealed class HostProbes : ContainerPolicy
{
    private static readonly string[] Actions = ["httpGet", "tcpSocket"];

    protected override void Check(Container container, Findings findings)
    {
        var node = container.Node;
        foreach (var handler in (Node[])[node["livenessProbe"], node["readinessProbe"], node["startupProbe"], node["lifecycle"]["postStart"], node["lifecycle"]["preStop"]])
            foreach (var action in Actions)
                if (handler[action]["host"] is { Text: { Length: > 0 } name } host)
                    findings.Add(host, $"{container} has '{name}' asked in its place");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "host-probes",
        Summary = "Probes and lifecycle hooks ask their own pod.",
        Remedy = "Remove the host from the probe or hook.",
        Severity = Severity.Medium,
        Profile = Profile.Baseline,
        Standards = [Standard.PodSecurityBaseline("Host Probes / Lifecycle Hooks")],
    };
}
