using Infra.Kubernetes;
using Infra.Simulator.Informers;

namespace Infra.Simulator.Controllers.Deployments;

/// <summary>How far a rolling update may stray from the desired number of pods.</summary>
/// <param name="Replicas">Desired pods.</param>
/// <param name="MaxSurge">Pods allowed above the desired number.</param>
/// <param name="MaxUnavailable">Pods allowed to be missing from the desired number.</param>
internal readonly record struct RolloutBounds(int Replicas, int MaxSurge, int MaxUnavailable)
{
    /// <summary>Most pods at any time.</summary>
    public int MaxTotal => Replicas + MaxSurge;

    /// <summary>Fewest available pods at any time.</summary>
    public int MinAvailable => Replicas - MaxUnavailable;

    /// <summary>
    /// Resolves percentages: the surge rounds up, the unavailable pods round down. If both come out as zero nothing could ever move, so one pod may be
    /// unavailable; and no more pods can be unavailable than there are.
    /// </summary>
    public static RolloutBounds Resolve(int replicas, IntOrPercent maxSurge, IntOrPercent maxUnavailable)
    {
        var surge = maxSurge.ResolveUp(replicas);
        var unavailable = maxUnavailable.ResolveDown(replicas);
        if (surge == 0 && unavailable == 0)
            unavailable = 1;
        return new RolloutBounds(replicas, surge, Math.Min(unavailable, replicas));
    }
}
