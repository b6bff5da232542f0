using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Hardening;

/// <summary>Rights given to the default account are given to everyone.</summary>
internal sealed class DefaultServiceAccount : PodPolicy
{
    protected override void Check(PodTemplate pod, Findings findings)
    {
        if (pod.Spec["serviceAccountName"] is { Text: null or "" or "default" } account)
            findings.Add(account, "the pods run as their namespace's default ServiceAccount");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "default-service-account",
        Summary = "Pods run as a ServiceAccount of their own.",
        Remedy = "Create a ServiceAccount and name it in serviceAccountName.",
        Severity = Severity.Low,
        Profile = Profile.Restricted,
        Standards = [Standard.Cis("5.1.5")],
    };
}
