using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Disruption;

/// <summary>How many healthy pods a budget wants. Percentages round up, of what may be missing as well as of what must be there.</summary>
internal static class BudgetMaths
{
    /// <summary>The pods expected and how many of them have to be healthy.</summary>
    /// <param name="spec">The budget's spec.</param>
    /// <param name="matching">Pods there are.</param>
    /// <param name="expectedByOwners">Pods that the owners of those ask for.</param>
    public static (int Expected, int Desired) Desired(JsonObject spec, int matching, Func<int> expectedByOwners)
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
