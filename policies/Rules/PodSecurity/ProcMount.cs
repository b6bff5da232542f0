using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>An unmasked /proc shows the kernel of the node.</summary>
internal sealed class ProcMount() : ContainerPolicy(new()
{
    Name = "proc-mount",
    Description = "Containers mount /proc masked, unless they have users of their own.",
    RemediationSteps = "Remove securityContext.procMount, or set hostUsers: false.",
    Severity = Severity.High,
    Profile = Profiles.Baseline,
    Controls = [Standards.PodSecurityBaseline("/proc Mount Type")],
})
{
    /// <summary>Reports a container that does not mount /proc as is usual.</summary>
    public static void Forbid(Container container, PolicyContext context)
    {
        if (container.SecurityContext["procMount"] is { Text: not (null or "" or "Default") } mount)
            context.Report(mount, $"{container} mounts /proc as {mount.Text}");
    }

    protected override void Validate(Container container, PolicyContext context)
    {
        if (!container.Pod.HasUserNamespace)
            Forbid(container, context);
    }
}
