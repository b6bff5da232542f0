using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.References;

/// <summary>Pods of a missing ServiceAccount are never created.</summary>
internal sealed class ServiceAccountExists : ClusterPolicy
{
    protected override void Check(KubernetesObject item, Cluster cluster, Findings findings)
    {
        if (item.Pods is not { } pods || pods.Spec["serviceAccountName"] is not { Text: { Length: > 0 } name } account || name == "default")
            return;
        if (cluster.Find("ServiceAccount", item.Namespace, name) is null)
            findings.Add(account, $"{item} runs as the ServiceAccount '{name}', which does not exist in namespace '{item.Namespace}'");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "service-account-exists",
        Summary = "Pods run as a ServiceAccount that exists.",
        Remedy = "Create the ServiceAccount in the pods' namespace, or name another.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
    };
}
