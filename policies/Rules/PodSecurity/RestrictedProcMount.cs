using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>The restricted profile wants /proc masked, also where users are not those of the node.</summary>
internal sealed class RestrictedProcMount() : ContainerPolicy(new()
{
    Name = "restricted-proc-mount",
    Description = "Containers mount /proc masked.",
    RemediationSteps = "Remove securityContext.procMount.",
    Severity = Severity.Medium,
    Profile = Profiles.Restricted,
    Controls = [Standards.PodSecurityRestricted("/proc Mount Type")],
})
{
    // What the baseline forbids is reported there.
    protected override void Validate(Container container, PolicyContext context)
    {
        if (container.Pod.HasUserNamespace)
            ProcMount.Forbid(container, context);
    }
}
