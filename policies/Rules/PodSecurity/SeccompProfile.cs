using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Resources;
using Infra.Policies.Sdk.Values;
using Infra.Protocol.Values;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>The runtime's own profile blocks what ordinary programs never call.</summary>
internal sealed class SeccompProfile : ContainerPolicy, IRemediation
{
    public PropertyMap Remediate(AnalyzedResource resource) => ContainerEdit.ChangePod(resource, (pod, properties) =>
        pod.IsWindows || !pod.Containers.Any(IsMissing)
            ? properties
            : properties.Update(["securityContext", "seccompProfile", "type"], present => present ?? "RuntimeDefault"));

    protected override void Check(Container container, Findings findings)
    {
        if (!container.Pod.IsWindows && IsMissing(container))
            findings.Add(container.SecurityContext["seccompProfile"], $"{container} has no seccomp profile, of its own or from its pod");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "seccomp-profile",
        Summary = "Containers run with a seccomp profile.",
        Remedy = "Set seccompProfile.type to RuntimeDefault in the pod's security context.",
        Severity = Severity.Medium,
        Profile = Profile.Restricted,
        Standards = [Standard.PodSecurityRestricted("Seccomp"), Standard.Cis("5.6.2"), Standard.Nsa("Kubernetes Pod security")],
    };

    // A profile without a type is none.
    private static bool IsMissing(Container container) =>
        !container.SecurityContext["seccompProfile"]["type"].Exists && !container.Pod.SecurityContext["seccompProfile"]["type"].Exists;
}
