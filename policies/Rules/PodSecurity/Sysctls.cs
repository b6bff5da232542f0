using Infra.Kubernetes;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>Most sysctls affect the whole node.</summary>
internal sealed class Sysctls()
    : PodPolicy(
        new()
        {
            Name = "sysctls",
            Description = "Pods set safe sysctls only.",
            RemediationSteps = "Remove the sysctl, or set it on the node.",
            Severity = Severity.High,
            Profile = Profiles.Baseline,
            Controls = [Standards.PodSecurityBaseline("Sysctls")],
        }
    )
{
    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        foreach (var sysctl in pod.SecurityContext["sysctls"].Items)
        {
            if (sysctl["name"].Text is { } name && !PodSecurityStandards.SafeSysctls.Contains(name))
            {
                context.Report(sysctl, $"the pods set the sysctl {name}");
            }
        }
    }
}
