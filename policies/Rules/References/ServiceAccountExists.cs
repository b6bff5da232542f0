using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.References;

/// <summary>Pods of a missing ServiceAccount are never created.</summary>
internal sealed class ServiceAccountExists() : ClusterPolicy(new()
{
    Name = "service-account-exists",
    Description = "Pods run as a ServiceAccount that exists.",
    RemediationSteps = "Create the ServiceAccount in the pods' namespace, or name another.",
    Severity = Severity.High,
    Profile = Profiles.Baseline,
})
{
    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        if (item.Pods is not { } pods || pods.Spec["serviceAccountName"] is not { Text: { Length: > 0 } name } account || name == "default")
            return;
        if (cluster.Find("ServiceAccount", item.Namespace, name) is null)
            context.Report(account, $"{item} runs as the ServiceAccount '{name}', which does not exist in namespace '{item.Namespace}'");
    }
}
