using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Resources;
using Infra.Policies.Sdk.Values;
using Infra.Protocol.Values;

namespace Infra.Policies.Rules.Hardening;

/// <summary>A token that nobody uses is a token for whoever breaks in.</summary>
internal sealed class ServiceAccountToken : PodPolicy, IRemediation
{
    private const string Setting = "automountServiceAccountToken";

    public PropertyMap Remediate(AnalyzedResource resource) =>
        ContainerEdit.ChangePod(resource, (pod, properties) => properties.Update([Setting], present => present ?? false));

    // Who writes true has decided that the pod needs it.
    protected override void Check(PodTemplate pod, Findings findings)
    {
        if (!pod.Spec[Setting].Exists)
            findings.Add(pod.Spec[Setting], "the pods mount a token for the API server, and nobody has said that they need it");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "service-account-token",
        Summary = "Pods say whether they need a token for the API server.",
        Remedy = "Set automountServiceAccountToken: false, or true where the pod does call the API.",
        Severity = Severity.Medium,
        Profile = Profile.Restricted,
        Standards = [Standard.Cis("5.1.6"), Standard.Nsa("Kubernetes Pod security")],
    };
}
