using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>Without a filter every system call of the kernel can be tried.</summary>
internal sealed class SeccompUnconfined() : PodPolicy(new()
{
    Name = "seccomp-unconfined",
    Description = "Nothing runs with its system calls unfiltered.",
    RemediationSteps = "Set seccompProfile.type to RuntimeDefault, or remove it.",
    Severity = Severity.High,
    Profile = Profiles.Baseline,
    Controls = [Standards.PodSecurityBaseline("Seccomp"), Standards.Cis("5.6.2")],
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
        var type = securityContext["seccompProfile"]["type"];
        if (type.Text is not (null or "RuntimeDefault" or "Localhost"))
            context.Report(type, $"{subject} with the seccomp profile {type.Text}");
    }
}
