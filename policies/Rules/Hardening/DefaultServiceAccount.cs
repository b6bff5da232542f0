using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Hardening;

/// <summary>Rights given to the default account are given to everyone.</summary>
internal sealed class DefaultServiceAccount() : PodPolicy(new()
{
    Name = "default-service-account",
    Description = "Pods run as a ServiceAccount of their own.",
    RemediationSteps = "Create a ServiceAccount and name it in serviceAccountName.",
    Severity = Severity.Low,
    Profile = Profiles.Restricted,
    Controls = [Standards.Cis("5.1.5")],
})
{
    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        if (pod.Spec["serviceAccountName"] is { Text: null or "" or "default" } account)
            context.Report(account, "the pods run as their namespace's default ServiceAccount");
    }
}
