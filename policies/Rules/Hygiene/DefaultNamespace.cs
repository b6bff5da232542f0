using System.Collections.Frozen;
using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Hygiene;

/// <summary>Nobody looks after the default namespace: no quota, no policy, no owner.</summary>
internal sealed class DefaultNamespace : ObjectPolicy
{
    private static readonly FrozenSet<string> Namespaced = new[]
    {
        "ConfigMap", "CronJob", "DaemonSet", "Deployment", "HorizontalPodAutoscaler", "Ingress", "Job", "LimitRange", "NetworkPolicy", "PersistentVolumeClaim",
        "Pod", "PodDisruptionBudget", "PodTemplate", "ReplicaSet", "ReplicationController", "ResourceQuota", "Role", "RoleBinding", "Secret", "Service",
        "ServiceAccount", "StatefulSet",
    }.ToFrozenSet(StringComparer.Ordinal);

    protected override void Check(KubernetesObject item, Findings findings)
    {
        if (item.Is(item.Kind) && Namespaced.Contains(item.Kind) && item.Namespace == "default")
            findings.Add(item.Metadata["namespace"], $"{item} lies in the default namespace");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "default-namespace",
        Summary = "Nothing lies in the default namespace.",
        Remedy = "Set metadata.namespace.",
        Severity = Severity.Low,
        Profile = Profile.Production,
        Standards = [Standard.Cis("5.6.4"), Standard.Nsa("Namespaces")],
    };
}
