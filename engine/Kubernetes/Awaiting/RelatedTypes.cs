using Infra.Engine.Kubernetes.Client;

namespace Infra.Engine.Kubernetes.Awaiting;

/// <summary>The types of related objects that readiness rules read.</summary>
internal static class RelatedTypes
{
    public static readonly GroupVersionKind ReplicaSet = new("apps", "v1", "ReplicaSet");
    public static readonly GroupVersionKind Pod = new("", "v1", "Pod");
    public static readonly GroupVersionKind PersistentVolumeClaim = new("", "v1", "PersistentVolumeClaim");
    public static readonly GroupVersionKind EndpointSlice = new("discovery.k8s.io", "v1", "EndpointSlice");
    public static readonly GroupVersionKind Service = new("", "v1", "Service");
    public static readonly GroupVersionKind StorageClass = new("storage.k8s.io", "v1", "StorageClass");
}
