using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>A privileged container is root on the node.</summary>
internal sealed class PrivilegedContainers : ContainerPolicy
{
    protected override void Check(Container container, Findings findings)
    {
        if (container.SecurityContext["privileged"] is { Flag: true } privileged)
            findings.Add(privileged, $"{container} is privileged");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "privileged-containers",
        Summary = "No container is privileged.",
        Remedy = "Remove securityContext.privileged and add the one capability that is needed.",
        Severity = Severity.Critical,
        Profile = Profile.Baseline,
        Standards = [Standard.PodSecurityBaseline("Privileged Containers"), Standard.Cis("5.2.1"), Standard.Nsa("Kubernetes Pod security")],
    };
}
