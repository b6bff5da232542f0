using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>A pod in the node's namespaces sees its processes and its traffic.</summary>
internal sealed class HostNamespaces()
    : PodPolicy(
        new()
        {
            Name = "host-namespaces",
            Description = "Pods do not share the node's namespaces.",
            RemediationSteps = "Remove hostNetwork, hostPID and hostIPC.",
            Severity = Severity.Critical,
            Profile = Profiles.Baseline,
            Controls =
            [
                Standards.PodSecurityBaseline("Host Namespaces"),
                Standards.Cis("5.2.2, 5.2.3, 5.2.4"),
                Standards.Nsa("Kubernetes Pod security"),
            ],
        }
    )
{
    private static readonly string[] Shared = ["hostNetwork", "hostPID", "hostIPC"];

    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        foreach (var name in Shared)
        {
            if (pod.Spec[name] is { Flag: true } shared)
            {
                context.Report(shared, $"the pods share the node's {name["host".Length..]} namespace");
            }
        }
    }
}
