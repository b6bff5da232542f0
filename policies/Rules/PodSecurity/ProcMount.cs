using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>An unmasked /proc shows the kernel of the node.</summary>
internal sealed class ProcMount : ContainerPolicy
{
    /// <summary>Reports a container that does not mount /proc as is usual.</summary>
    public static void Forbid(Container container, Findings findings)
    {
        if (container.SecurityContext["procMount"] is { Text: not (null or "" or "Default") } mount)
            findings.Add(mount, $"{container} mounts /proc as {mount.Text}");
    }

    protected override void Check(Container container, Findings findings)
    {
        if (!container.Pod.HasUserNamespace)
            Forbid(container, findings);
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "proc-mount",
        Summary = "Containers mount /proc masked, unless they have users of their own.",
        Remedy = "Remove securityContext.procMount, or set hostUsers: false.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
        Standards = [Standard.PodSecurityBaseline("/proc Mount Type")],
    };
}
