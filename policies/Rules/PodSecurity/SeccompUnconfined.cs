using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>Without a filter every system call of the kernel can be tried.</summary>
internal sealed class SeccompUnconfined : PodPolicy
{
    protected override void Check(PodTemplate pod, Findings findings)
    {
        Check(pod.SecurityContext, "the pods run", findings);
        foreach (var container in pod.Containers)
            Check(container.SecurityContext, $"{container} runs", findings);
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "seccomp-unconfined",
        Summary = "Nothing runs with its system calls unfiltered.",
        Remedy = "Set seccompProfile.type to RuntimeDefault, or remove it.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
        Standards = [Standard.PodSecurityBaseline("Seccomp"), Standard.Cis("5.6.2")],
    };

    private static void Check(Node context, string subject, Findings findings)
    {
        var type = context["seccompProfile"]["type"];
        if (type.Text is not (null or "RuntimeDefault" or "Localhost"))
            findings.Add(type, $"{subject} with the seccomp profile {type.Text}");
    }
}
