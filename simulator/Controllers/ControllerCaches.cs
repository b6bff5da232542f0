using Infra.Simulator.Controllers.Deployments;
using Infra.Simulator.Controllers.Jobs;
using Infra.Simulator.Controllers.Revisions;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers;

/// <summary>The caches that only controllers share.</summary>
internal static class ControllerCaches
{
    /// <summary>Deployments.</summary>
    public static ResourceCache<Deployment> Deployments(this ControllerContext context) =>
        context.Cache(GroupResource.Deployments, o => new Deployment(o));

    /// <summary>Jobs.</summary>
    public static ResourceCache<Job> Jobs(this ControllerContext context) => context.Cache(GroupResource.Jobs, o => new Job(o));

    /// <summary>ControllerRevisions.</summary>
    public static ResourceCache<ControllerRevision> ControllerRevisions(this ControllerContext context) =>
        context.Cache(GroupResource.ControllerRevisions, o => new ControllerRevision(o));
}
