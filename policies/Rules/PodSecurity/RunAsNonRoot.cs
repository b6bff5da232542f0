using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>Root in the container is one bug away from root on the node.</summary>
internal sealed class RunAsNonRoot : ContainerPolicy
{
    protected override void Check(Container container, Findings findings)
    {
        if (container.Pod.HasUserNamespace)
            return;
        var setting = container.Security("runAsNonRoot");
        if (setting.Flag != true)
            findings.Add(setting, $"{container} may run as root");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "run-as-non-root",
        Summary = "Containers refuse to run as root, unless they have users of their own.",
        Remedy = "Set runAsNonRoot: true in the pod's security context, or hostUsers: false.",
        Severity = Severity.High,
        Profile = Profile.Restricted,
        Standards = [Standard.PodSecurityRestricted("Running as Non-root"), Standard.Cis("5.2.6"), Standard.Nsa("Kubernetes Pod security")],
    };
}
