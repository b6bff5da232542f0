using System.Collections.Frozen;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Hygiene;

/// <summary>Nobody looks after the default namespace: no quota, no policy, no owner.</summary>
internal sealed class DefaultNamespace() : ObjectPolicy(new()
{
    Name = "default-namespace",
    Description = "Nothing lies in the default namespace.",
    RemediationSteps = "Set metadata.namespace.",
    Severity = Severity.Low,
    Profile = Profiles.Production,
    Controls = [Standards.Cis("5.6.4"), Standards.Nsa("Namespaces")],
})
{
    private static readonly FrozenSet<string> Namespaced = new[]
    {
        "ConfigMap", "CronJob", "DaemonSet", "Deployment", "HorizontalPodAutoscaler", "Ingress", "Job", "LimitRange", "NetworkPolicy", "PersistentVolumeClaim",
        "Pod", "PodDisruptionBudget", "PodTemplate", "ReplicaSet", "ReplicationController", "ResourceQuota", "Role", "RoleBinding", "Secret", "Service",
        "ServiceAccount", "StatefulSet",
    }.ToFrozenSet(StringComparer.Ordinal);

    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (item.Is(item.Kind) && Namespaced.Contains(item.Kind) && item.Namespace == "default")
            context.Report(item.Metadata["namespace"], $"{item} lies in the default namespace");
    }
}
