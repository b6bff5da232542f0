using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers;

/// <summary>The caches that controllers, scheduler and kubelets share.</summary>
internal static class SharedCaches
{
    /// <summary>Pods.</summary>
    public static ResourceCache<Pod> Pods(this ControllerContext context) => context.Cache(GroupResource.Pods, o => new Pod(o));

    /// <summary>ReplicaSets.</summary>
    public static ResourceCache<ReplicaSet> ReplicaSets(this ControllerContext context) =>
        context.Cache(GroupResource.ReplicaSets, o => new ReplicaSet(o));

    /// <summary>ReplicationControllers.</summary>
    public static ResourceCache<ReplicaSet> ReplicationControllers(this ControllerContext context) =>
        context.Cache(GroupResource.ReplicationControllers, o => new ReplicaSet(o));

    /// <summary>Nodes.</summary>
    public static ResourceCache<Node> Nodes(this ControllerContext context) => context.Cache(GroupResource.Nodes, o => new Node(o));

    /// <summary>Services.</summary>
    public static ResourceCache<Service> Services(this ControllerContext context) =>
        context.Cache(GroupResource.Services, o => new Service(o));

    /// <summary>PersistentVolumeClaims.</summary>
    public static ResourceCache<PersistentVolumeClaim> Claims(this ControllerContext context) =>
        context.Cache(GroupResource.PersistentVolumeClaims, o => new PersistentVolumeClaim(o));

    /// <summary>PersistentVolumes.</summary>
    public static ResourceCache<PersistentVolume> Volumes(this ControllerContext context) =>
        context.Cache(GroupResource.PersistentVolumes, o => new PersistentVolume(o));

    /// <summary>StorageClasses.</summary>
    public static ResourceCache<StorageClass> StorageClasses(this ControllerContext context) =>
        context.Cache(GroupResource.StorageClasses, o => new StorageClass(o));

    /// <summary>StatefulSets.</summary>
    public static ResourceCache<StatefulSet> StatefulSets(this ControllerContext context) =>
        context.Cache(GroupResource.StatefulSets, o => new StatefulSet(o));

    /// <summary>Objects of a kind of which only the metadata is read.</summary>
    public static ResourceCache<PlainObject> Plain(this ControllerContext context, GroupResource resource) =>
        context.Cache(resource, o => new PlainObject(o));
}
