using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Disruption;

/// <summary>
/// Computes <c>expectedPods</c> and <c>desiredHealthy</c> of a PodDisruptionBudget. All percentages round up, as in Kubernetes.
/// </summary>
internal static class BudgetTargets
{
    /// <summary>Computes the number of expected pods and the number of them that must stay healthy.</summary>
    /// <param name="spec">The budget's spec.</param>
    /// <param name="matching">The number of pods that the budget selects.</param>
    /// <param name="expectedByOwners">Returns the desired replicas of the owners of these pods.</param>
    public static (int Expected, int DesiredHealthy) Compute(JsonObject spec, int matching, Func<int> expectedByOwners)
    {
        if (IntOrPercent.FromJson(spec["maxUnavailable"]) is { } maxUnavailable)
        {
            var expected = expectedByOwners();
            return (expected, Math.Max(0, expected - maxUnavailable.ResolveUp(expected)));
        }

        if (IntOrPercent.FromJson(spec["minAvailable"]) is not { } minAvailable)
        {
            return (matching, 0);
        }

        if (!minAvailable.IsPercent)
        {
            return (matching, minAvailable.Value);
        }

        var all = expectedByOwners();
        return (all, minAvailable.ResolveUp(all));
    }
}
