using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>An unmasked /proc shows the kernel of the node.</summary>
internal sealed class ProcMount : ContainerPolicy
{
    protected override void Check(Container container, Findings findings)
    {
        if (container.SecurityContext["procMount"] is { Text: not (null or "" or "Default") } mount)
            findings.Add(mount, $"{container} mounts /proc as {mount.Text}");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "proc-mount",
        Summary = "Containers mount /proc masked.",
        Remedy = "Remove securityContext.procMount.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
        Standards = [Standard.PodSecurityBaseline("/proc Mount Type")],
    };
}
