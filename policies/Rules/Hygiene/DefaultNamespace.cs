using System.Collections.Frozen;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Hygiene;

/// <summary>The default namespace has no quota, no policy and no owner.</summary>
internal sealed class DefaultNamespace()
    : ObjectPolicy(
        new()
        {
            Name = "default-namespace",
            Description = "No object is in the default namespace.",
            RemediationSteps = "Set metadata.namespace.",
            Severity = Severity.Low,
            Profile = Profiles.Production,
            Controls = [Standards.Cis("5.6.4"), Standards.Nsa("Namespaces")],
        }
    )
{
    private static readonly FrozenSet<string> Namespaced = new[]
    {
        "ConfigMap",
        "CronJob",
        "DaemonSet",
        "Deployment",
        "HorizontalPodAutoscaler",
        "Ingress",
        "Job",
        "LimitRange",
        "NetworkPolicy",
        "PersistentVolumeClaim",
        "Pod",
        "PodDisruptionBudget",
        "PodTemplate",
        "ReplicaSet",
        "ReplicationController",
        "ResourceQuota",
        "Role",
        "RoleBinding",
        "Secret",
        "Service",
        "ServiceAccount",
        "StatefulSet",
    }.ToFrozenSet(StringComparer.Ordinal);

    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (item.Is(item.Kind) && Namespaced.Contains(item.Kind) && item.Namespace == "default")
        {
            context.Report(item.Metadata["namespace"], $"{item} is in the default namespace");
        }
    }
}
