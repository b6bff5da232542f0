using Infra.Simulator.Controllers.Caching;
using Infra.Simulator.Controllers.Deployments;
using Infra.Simulator.Controllers.Pods;
using Infra.Simulator.Controllers.ReplicaSets;
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

    /// <summary>Objects of a kind nobody needs parsed.</summary>
    public static ResourceCache<PlainObject> Plain(this ControllerContext context, GroupResource resource) => context.Cache(resource, o => new PlainObject(o));
}

/// <summary>An object read for nothing but its metadata.</summary>
internal sealed class PlainObject(KubeObject source) : ObjectView(source);
