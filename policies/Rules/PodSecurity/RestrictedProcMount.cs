using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>The restricted profile wants /proc masked, also where users are not those of the node.</summary>
internal sealed class RestrictedProcMount : ContainerPolicy
{
    // What the baseline forbids is reported there.
    protected override void Check(Container container, Findings findings)
    {
        if (container.Pod.HasUserNamespace)
            ProcMount.Forbid(container, findings);
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "restricted-proc-mount",
        Summary = "Containers mount /proc masked.",
        Remedy = "Remove securityContext.procMount.",
        Severity = Severity.Medium,
        Profile = Profile.Restricted,
        Standards = [Standard.PodSecurityRestricted("/proc Mount Type")],
    };
}
