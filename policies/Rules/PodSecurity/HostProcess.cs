using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>A HostProcess container is a process of the Windows node.</summary>
internal sealed class HostProcess() : PodPolicy(new()
{
    Name = "host-process",
    Description = "Nothing runs as a process of a Windows node.",
    RemediationSteps = "Remove windowsOptions.hostProcess.",
    Severity = Severity.Critical,
    Profile = Profiles.Baseline,
    Controls = [Standards.PodSecurityBaseline("HostProcess")],
})
{
    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        Check(pod.SecurityContext, "the pods run", context);
        foreach (var container in pod.Containers)
            Check(container.SecurityContext, $"{container} runs", context);
    }

    private static void Check(PropertyNode securityContext, string subject, PolicyContext context)
    {
        if (securityContext["windowsOptions"]["hostProcess"] is { Flag: true } option)
            context.Report(option, $"{subject} as a process of the node");
    }
}
