using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>A program with the set-user-ID bit must not gain what its caller lacks.</summary>
internal sealed class PrivilegeEscalation : ContainerPolicy
{
    protected override void Check(Container container, Findings findings)
    {
        if (!container.Pod.IsWindows && container.SecurityContext["allowPrivilegeEscalation"] is var allowed && allowed.Flag != false)
            findings.Add(allowed, $"{container} may gain privileges");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "privilege-escalation",
        Summary = "Containers cannot gain privileges.",
        Remedy = "Set securityContext.allowPrivilegeEscalation to false.",
        Severity = Severity.High,
        Profile = Profile.Restricted,
        Standards = [Standard.PodSecurityRestricted("Privilege Escalation (v1.8+)"), Standard.Cis("5.2.5"), Standard.Nsa("Kubernetes Pod security")],
    };
}
