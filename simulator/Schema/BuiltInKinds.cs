namespace Infra.Simulator.Schema;

/// <summary>The kinds every cluster serves.</summary>
internal static class BuiltInKinds
{
    private static readonly string[] Status = ["status"];
    private static readonly string[] StatusAndScale = ["status", "scale"];

    public static IReadOnlyList<ResourceKind> All { get; } =
    [
        new("", "v1", "Namespace", "namespaces", false) { Subresources = ["status", "finalize"] },
        new("", "v1", "Node", "nodes", false) { Subresources = Status },
        new("", "v1", "Pod", "pods", true) { Subresources = ["status", "binding", "eviction", "log"] },
        new("", "v1", "Service", "services", true) { Subresources = Status },
        new("", "v1", "Endpoints", "endpoints", true),
        new("", "v1", "ConfigMap", "configmaps", true),
        new("", "v1", "Secret", "secrets", true),
        new("", "v1", "ServiceAccount", "serviceaccounts", true) { Subresources = ["token"] },
        new("", "v1", "Event", "events", true),
        new("", "v1", "ResourceQuota", "resourcequotas", true) { Subresources = Status },
        new("", "v1", "LimitRange", "limitranges", true),
        new("", "v1", "PersistentVolume", "persistentvolumes", false) { Subresources = Status },
        new("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", true) { Subresources = Status },
        new("", "v1", "ReplicationController", "replicationcontrollers", true) { Subresources = StatusAndScale },
        new("apps", "v1", "Deployment", "deployments", true) { Subresources = StatusAndScale },
        new("apps", "v1", "ReplicaSet", "replicasets", true) { Subresources = StatusAndScale },
        new("apps", "v1", "StatefulSet", "statefulsets", true) { Subresources = StatusAndScale },
        new("apps", "v1", "DaemonSet", "daemonsets", true) { Subresources = Status },
        new("apps", "v1", "ControllerRevision", "controllerrevisions", true),
        new("batch", "v1", "Job", "jobs", true) { Subresources = Status },
        new("batch", "v1", "CronJob", "cronjobs", true) { Subresources = Status },
        new("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true) { Subresources = Status },
        new("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", true) { Subresources = Status },
        new("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", true),
        new("coordination.k8s.io", "v1", "Lease", "leases", true),
        new("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", true),
        new("networking.k8s.io", "v1", "Ingress", "ingresses", true) { Subresources = Status },
        new("scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses", false),
        new("storage.k8s.io", "v1", "StorageClass", "storageclasses", false),
        new("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", false) { Subresources = Status },
    ];
}
