using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>Root in the container is one bug away from root on the node.</summary>
internal sealed class RunAsNonRoot() : ContainerPolicy(new()
{
    Name = "run-as-non-root",
    Description = "Containers refuse to run as root, unless they have users of their own.",
    RemediationSteps = "Set runAsNonRoot: true in the pod's security context, or hostUsers: false.",
    Severity = Severity.High,
    Profile = Profiles.Restricted,
    Controls = [Standards.PodSecurityRestricted("Running as Non-root"), Standards.Cis("5.2.6"), Standards.Nsa("Kubernetes Pod security")],
})
{
    protected override void Validate(Container container, PolicyContext context)
    {
        if (container.Pod.HasUserNamespace)
            return;
        var setting = container.Security("runAsNonRoot");
        if (setting.Flag != true)
            context.Report(setting, $"{container} may run as root");
    }
}
