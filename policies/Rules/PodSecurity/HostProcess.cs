using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>A HostProcess container is a process of the Windows node.</summary>
internal sealed class HostProcess : PodPolicy
{
    protected override void Check(PodTemplate pod, Findings findings)
    {
        Check(pod.SecurityContext, "the pods run", findings);
        foreach (var container in pod.Containers)
            Check(container.SecurityContext, $"{container} runs", findings);
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "host-process",
        Summary = "Nothing runs as a process of a Windows node.",
        Remedy = "Remove windowsOptions.hostProcess.",
        Severity = Severity.Critical,
        Profile = Profile.Baseline,
        Standards = [Standard.PodSecurityBaseline("HostProcess")],
    };

    private static void Check(Node context, string subject, Findings findings)
    {
        if (context["windowsOptions"]["hostProcess"] is { Flag: true } option)
            findings.Add(option, $"{subject} as a process of the node");
    }
}
