using Infra.Kubernetes;
using Infra.Simulator.Objects;
using static Infra.Simulator.Metrics.KubeState.StateFamilies;

namespace Infra.Simulator.Metrics.KubeState;

/// <summary>The metrics of Deployments, ReplicaSets, StatefulSets, DaemonSets and ReplicationControllers.</summary>
internal static class WorkloadFamilies
{
    private static readonly HashSet<string> DeploymentReasons = new(StringComparer.Ordinal)
    {
        "ReplicaSetUpdated",
        "ReplicaSetCreateError",
        "NewReplicaSetCreated",
        "FoundNewReplicaSet",
        "NewReplicaSetAvailable",
        "ProgressDeadlineExceeded",
        "DeploymentPaused",
        "DeploymentResumed",
        "MinimumReplicasAvailable",
        "MinimumReplicasUnavailable",
        "",
    };

    public static IReadOnlyList<StateResource> All { get; } =
    [
        new(
            GroupResource.Deployments,
            "deployment",
            [
                Created("deployment"),
                Number("kube_deployment_status_replicas", "Pods of the deployment", "status", "replicas"),
                Number("kube_deployment_status_replicas_ready", "Ready pods", "status", "readyReplicas"),
                Number("kube_deployment_status_replicas_available", "Available pods", "status", "availableReplicas"),
                Number("kube_deployment_status_replicas_unavailable", "Unavailable pods", "status", "unavailableReplicas"),
                Number("kube_deployment_status_replicas_updated", "Pods of the latest template", "status", "updatedReplicas"),
                ObservedGeneration("deployment"),
                new("kube_deployment_status_condition", "Whether the condition has the status", WriteDeploymentConditions),
                Optional("kube_deployment_spec_replicas", "Desired pods", "spec", "replicas"),
                Flag("kube_deployment_spec_paused", "Whether the deployment is paused", "spec", "paused"),
                new(
                    "kube_deployment_spec_strategy_rollingupdate_max_unavailable",
                    "Pods that may be unavailable during a rollout",
                    (item, samples) => WriteRollingUpdate(item, "maxUnavailable", samples)
                ),
                new(
                    "kube_deployment_spec_strategy_rollingupdate_max_surge",
                    "Pods that may exceed the desired ones during a rollout",
                    (item, samples) => WriteRollingUpdate(item, "maxSurge", samples)
                ),
                Generation("deployment"),
                Deletion("deployment"),
            ]
        ),
        new(
            GroupResource.ReplicaSets,
            "replicaset",
            [
                Created("replicaset"),
                Number("kube_replicaset_status_replicas", "Pods of the replica set", "status", "replicas"),
                Number("kube_replicaset_status_fully_labeled_replicas", "Pods with its labels", "status", "fullyLabeledReplicas"),
                Number("kube_replicaset_status_ready_replicas", "Ready pods", "status", "readyReplicas"),
                ObservedGeneration("replicaset"),
                Optional("kube_replicaset_spec_replicas", "Desired pods", "spec", "replicas"),
                Generation("replicaset"),
                Owner("replicaset"),
            ]
        ),
        new(
            GroupResource.StatefulSets,
            "statefulset",
            [
                Created("statefulset"),
                Number("kube_statefulset_status_replicas", "Pods of the stateful set", "status", "replicas"),
                Number("kube_statefulset_status_replicas_available", "Available pods", "status", "availableReplicas"),
                Number("kube_statefulset_status_replicas_current", "Pods of the current revision", "status", "currentReplicas"),
                Number("kube_statefulset_status_replicas_ready", "Ready pods", "status", "readyReplicas"),
                Number("kube_statefulset_status_replicas_updated", "Pods of the update revision", "status", "updatedReplicas"),
                ObservedGeneration("statefulset"),
                Optional("kube_statefulset_replicas", "Desired pods", "spec", "replicas"),
                Optional("kube_statefulset_ordinals_start", "Number of the first pod", "spec", "ordinals", "start"),
                Generation("statefulset"),
                new("kube_statefulset_persistentvolumeclaim_retention_policy", "What happens to claims", (item, samples) =>
                {
                    if (item.Spec.Map("persistentVolumeClaimRetentionPolicy") is { Count: > 0 } policy)
                    {
                        samples.Info(("when_deleted", policy.Text("whenDeleted") ?? ""), ("when_scaled", policy.Text("whenScaled") ?? ""));
                    }
                }),
                Info("kube_statefulset_status_current_revision", "Revision of the pods that are not updated", item =>
                    [("revision", item.Status.Text("currentRevision") ?? "")]
                ),
                Info("kube_statefulset_status_update_revision", "Revision of the updated pods", item =>
                    [("revision", item.Status.Text("updateRevision") ?? "")]
                ),
                Deletion("statefulset"),
            ]
        ),
        new(
            GroupResource.DaemonSets,
            "daemonset",
            [
                Created("daemonset"),
                Number("kube_daemonset_status_current_number_scheduled", "Nodes with a pod", "status", "currentNumberScheduled"),
                Number("kube_daemonset_status_desired_number_scheduled", "Nodes to run a pod", "status", "desiredNumberScheduled"),
                Number("kube_daemonset_status_number_available", "Nodes with an available pod", "status", "numberAvailable"),
                Number("kube_daemonset_status_number_misscheduled", "Nodes with a pod too many", "status", "numberMisscheduled"),
                Number("kube_daemonset_status_number_ready", "Nodes with a ready pod", "status", "numberReady"),
                Number("kube_daemonset_status_number_unavailable", "Nodes without an available pod", "status", "numberUnavailable"),
                ObservedGeneration("daemonset"),
                Number(
                    "kube_daemonset_status_updated_number_scheduled",
                    "Nodes with a pod of the latest template",
                    "status",
                    "updatedNumberScheduled"
                ),
                Generation("daemonset"),
                Deletion("daemonset"),
            ]
        ),
        new(
            GroupResource.ReplicationControllers,
            "replicationcontroller",
            [
                Created("replicationcontroller"),
                Number("kube_replicationcontroller_status_replicas", "Pods of the controller", "status", "replicas"),
                Number(
                    "kube_replicationcontroller_status_fully_labeled_replicas",
                    "Pods with its labels",
                    "status",
                    "fullyLabeledReplicas"
                ),
                Number("kube_replicationcontroller_status_ready_replicas", "Ready pods", "status", "readyReplicas"),
                Number("kube_replicationcontroller_status_available_replicas", "Available pods", "status", "availableReplicas"),
                ObservedGeneration("replicationcontroller"),
                Optional("kube_replicationcontroller_spec_replicas", "Desired pods", "spec", "replicas"),
                Generation("replicationcontroller"),
                Owner("replicationcontroller"),
            ]
        ),
    ];

    private static void WriteDeploymentConditions(KubeObject item, StateSamples samples)
    {
        foreach (var condition in item.Status.Objects("conditions"))
        {
            var (type, current, reason) = (condition.Text("type") ?? "", condition.Text("status"), condition.Text("reason") ?? "");
            foreach (var (status, label) in ConditionStatuses)
            {
                samples.Add(
                    status == current ? 1 : 0,
                    ("reason", DeploymentReasons.Contains(reason) ? reason : "unknown"),
                    ("condition", type),
                    ("status", label)
                );
            }
        }
    }

    private static void WriteRollingUpdate(KubeObject item, string field, StateSamples samples)
    {
        if (
            item.Spec.Number("replicas") is { } replicas
            && IntOrPercent.FromJson(item.Spec.Node("strategy", "rollingUpdate", field)) is { } amount
        )
        {
            samples.Add(field == "maxSurge" ? amount.ResolveUp((int)replicas) : amount.ResolveDown((int)replicas));
        }
    }
}
