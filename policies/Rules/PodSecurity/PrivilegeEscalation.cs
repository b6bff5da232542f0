using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>A program with the set-user-ID bit must not gain what its caller lacks.</summary>
internal sealed class PrivilegeEscalation() : ContainerPolicy(new()
{
    Name = "privilege-escalation",
    Description = "Containers cannot gain privileges.",
    RemediationSteps = "Set securityContext.allowPrivilegeEscalation to false.",
    Severity = Severity.High,
    Profile = Profiles.Restricted,
    Controls = [Standards.PodSecurityRestricted("Privilege Escalation (v1.8+)"), Standards.Cis("5.2.5"), Standards.Nsa("Kubernetes Pod security")],
})
{
    protected override void Validate(Container container, PolicyContext context)
    {
        if (!container.Pod.IsWindows && container.SecurityContext["allowPrivilegeEscalation"] is var allowed && allowed.Flag != false)
            context.Report(allowed, $"{container} may gain privileges");
    }
}
