using Infra.Backend.Settings;
using Infra.Kubernetes;

namespace Infra.Backend.Planning;

/// <summary>How many pods of a service may be evicted at the same time.</summary>
/// <param name="MaxUnavailable">How many may be unavailable; null with <paramref name="MinAvailable"/>.</param>
/// <param name="MinAvailable">How many must stay available; null with <paramref name="MaxUnavailable"/>.</param>
/// <param name="UnhealthyPods">When pods that are not ready may be evicted.</param>
internal sealed record DisruptionPlan(IntOrPercent? MaxUnavailable, IntOrPercent? MinAvailable, UnhealthyPodEviction UnhealthyPods)
{
    public static DisruptionPlan Create(DisruptionBudgetSettings settings, int minimumPods) =>
        new(
            settings.MinAvailable is null ? settings.MaxUnavailable ?? new IntOrPercent(GetMaxUnavailable(minimumPods)) : null,
            settings.MinAvailable,
            settings.UnhealthyPods
        );

    /// <summary>A quarter of the pods, but at least one: a budget of zero would block every drain.</summary>
    public static int GetMaxUnavailable(int replicas) => Math.Max(1, replicas / 4);
}
