using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;
using Infra.Protocol.Values;

namespace Infra.Policies.Rules.Hardening;

/// <summary>An unused token is only useful to an attacker.</summary>
internal sealed class ServiceAccountToken()
    : PodPolicy(
        new()
        {
            Name = "service-account-token",
            Description = "Pods state whether they need a token for the API server.",
            RemediationSteps = "Set automountServiceAccountToken: false, or true if the pod calls the API.",
            Severity = Severity.Medium,
            Profile = Profiles.Restricted,
            Controls = [Standards.Cis("5.1.6"), Standards.Nsa("Kubernetes Pod security")],
        }
    ),
        IRemediation
{
    private const string Setting = "automountServiceAccountToken";

    public PropertyMap Remediate(PolicyResource resource, PolicyContext context) =>
        ContainerEdit.ChangePod(resource, (pod, properties) => properties.Update([Setting], present => present ?? false));

    // An explicit true is a decision that the pod needs the token.
    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        if (!pod.Spec[Setting].Exists)
        {
            context.Report(pod.Spec[Setting], "the pods mount a token for the API server by default");
        }
    }
}
