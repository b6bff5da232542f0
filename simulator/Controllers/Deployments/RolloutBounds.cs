using Infra.Kubernetes;
using Infra.Simulator.Informers;

namespace Infra.Simulator.Controllers.Deployments;

/// <summary>The limits of a rolling update.</summary>
/// <param name="Replicas">The desired number of pods.</param>
/// <param name="MaxSurge">The number of pods allowed above the desired number.</param>
/// <param name="MaxUnavailable">The number of pods that may be unavailable.</param>
internal readonly record struct RolloutBounds(int Replicas, int MaxSurge, int MaxUnavailable)
{
    /// <summary>The maximum number of pods.</summary>
    public int MaxTotal => Replicas + MaxSurge;

    /// <summary>The minimum number of available pods.</summary>
    public int MinAvailable => Replicas - MaxUnavailable;

    /// <summary>
    /// Resolves percentages: the surge rounds up, the unavailable pods round down. If both are zero, one pod may be unavailable, since the
    /// rollout could not proceed otherwise.
    /// </summary>
    public static RolloutBounds Resolve(int replicas, IntOrPercent maxSurge, IntOrPercent maxUnavailable)
    {
        var surge = maxSurge.ResolveUp(replicas);
        var unavailable = maxUnavailable.ResolveDown(replicas);
        if (surge == 0 && unavailable == 0)
        {
            unavailable = 1;
        }

        return new RolloutBounds(replicas, surge, Math.Min(unavailable, replicas));
    }
}
