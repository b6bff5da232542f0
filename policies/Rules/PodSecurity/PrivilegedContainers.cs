using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>A privileged container is root on the node.</summary>
internal sealed class PrivilegedContainers() : ContainerPolicy(new()
{
    Name = "privileged-containers",
    Description = "No container is privileged.",
    RemediationSteps = "Remove securityContext.privileged and add the one capability that is needed.",
    Severity = Severity.Critical,
    Profile = Profiles.Baseline,
    Controls = [Standards.PodSecurityBaseline("Privileged Containers"), Standards.Cis("5.2.1"), Standards.Nsa("Kubernetes Pod security")],
})
{
    protected override void Validate(Container container, PolicyContext context)
    {
        if (container.SecurityContext["privileged"] is { Flag: true } privileged)
            context.Report(privileged, $"{container} is privileged");
    }
}
