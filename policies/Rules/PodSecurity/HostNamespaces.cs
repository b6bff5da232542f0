using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>Who shares the node's namespaces sees its processes and its traffic.</summary>
internal sealed class HostNamespaces : PodPolicy
{
    private static readonly string[] Shared = ["hostNetwork", "hostPID", "hostIPC"];

    protected override void Check(PodTemplate pod, Findings findings)
    {
        foreach (var name in Shared)
            if (pod.Spec[name] is { Flag: true } shared)
                findings.Add(shared, $"the pods share the node's {name["host".Length..]} namespace");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "host-namespaces",
        Summary = "Pods do not share the node's namespaces.",
        Remedy = "Remove hostNetwork, hostPID and hostIPC.",
        Severity = Severity.Critical,
        Profile = Profile.Baseline,
        Standards = [Standard.PodSecurityBaseline("Host Namespaces"), Standard.Cis("5.2.2, 5.2.3, 5.2.4"), Standard.Nsa("Kubernetes Pod security")],
    };
}
