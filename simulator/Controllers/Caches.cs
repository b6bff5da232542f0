using Infra.Simulator.Controllers.Caching;
using Infra.Simulator.Controllers.Deployments;
using Infra.Simulator.Controllers.Endpoints;
using Infra.Simulator.Controllers.Jobs;
using Infra.Simulator.Controllers.Pods;
using Infra.Simulator.Controllers.ReplicaSets;
using Infra.Simulator.Controllers.Revisions;
using Infra.Simulator.Controllers.StatefulSets;
using Infra.Simulator.Controllers.Volumes;
using Infra.Simulator.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers;

/// <summary>The shared caches of kinds that more than one controller looks at.</summary>
internal static class Caches
{
    /// <summary>Pods.</summary>
    public static ResourceCache<Pod> Pods(this ControllerContext context) => context.Cache(GroupResource.Pods, o => new Pod(o));

    /// <summary>ReplicaSets.</summary>
    public static ResourceCache<ReplicaSet> ReplicaSets(this ControllerContext context) => context.Cache(GroupResource.ReplicaSets, o => new ReplicaSet(o));

    /// <summary>Deployments.</summary>
    public static ResourceCache<Deployment> Deployments(this ControllerContext context) => context.Cache(GroupResource.Deployments, o => new Deployment(o));

    /// <summary>Nodes.</summary>
    public static ResourceCache<Node> Nodes(this ControllerContext context) => context.Cache(GroupResource.Nodes, o => new Node(o));

    /// <summary>Services.</summary>
    public static ResourceCache<Service> Services(this ControllerContext context) => context.Cache(GroupResource.Services, o => new Service(o));

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
    public static ResourceCache<StatefulSet> StatefulSets(this ControllerContext context) => context.Cache(GroupResource.StatefulSets, o => new StatefulSet(o));

    /// <summary>Jobs.</summary>
    public static ResourceCache<Job> Jobs(this ControllerContext context) => context.Cache(GroupResource.Jobs, o => new Job(o));

    /// <summary>ControllerRevisions.</summary>
    public static ResourceCache<ControllerRevision> ControllerRevisions(this ControllerContext context) =>
        context.Cache(GroupResource.ControllerRevisions, o => new ControllerRevision(o));

    /// <summary>Objects of a kind nobody needs parsed.</summary>
    public static ResourceCache<PlainObject> Plain(this ControllerContext context, GroupResource resource) => context.Cache(resource, o => new PlainObject(o));
}

/// <summary>An object read for nothing but its metadata.</summary>
internal sealed class PlainObject(KubeObject source) : ObjectView(source);
