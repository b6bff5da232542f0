using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Disruption;

/// <summary>Computes the status of a PodDisruptionBudget.</summary>
internal static class BudgetStatus
{
    private const string DisruptionAllowed = "DisruptionAllowed";

    /// <summary>The status of a budget whose pods were counted.</summary>
    public static JsonObject Create(
        PlainObject budget,
        int healthy,
        (int Expected, int DesiredHealthy) targets,
        SortedDictionary<string, DateTimeOffset> disrupted,
        DateTimeOffset now
    )
    {
        var allowed = targets.Expected <= 0 ? 0 : Math.Max(0, healthy - targets.DesiredHealthy);
        var status = new JsonObject { ["observedGeneration"] = budget.Source.Generation };
        if (disrupted.Count > 0)
        {
            var pods = new JsonObject();
            foreach (var (name, time) in disrupted)
            {
                pods[name] = Timestamps.Format(time);
            }

            status["disruptedPods"] = pods;
        }

        status["disruptionsAllowed"] = allowed;
        status["currentHealthy"] = healthy;
        status["desiredHealthy"] = targets.DesiredHealthy;
        status["expectedPods"] = targets.Expected;
        var condition =
            allowed > 0
                ? new Condition(DisruptionAllowed, "True", "SufficientPods")
                : new Condition(DisruptionAllowed, "False", "InsufficientPods");
        status["conditions"] = Put(budget, condition, budget.Source.Generation, now);
        return status;
    }

    /// <summary>The status of a budget whose pods could not be counted: no disruption is allowed, the other numbers stay.</summary>
    public static JsonObject CreateFailed(PlainObject budget, string failure, DateTimeOffset now)
    {
        var status = (JsonObject?)budget.Source.Status?.DeepClone() ?? [];
        foreach (var number in (ReadOnlySpan<string>)["currentHealthy", "desiredHealthy", "expectedPods"])
        {
            status[number] ??= 0;
        }

        status["disruptionsAllowed"] = 0;
        var observed = status.Number("observedGeneration") ?? 0;
        status["conditions"] = Put(budget, new Condition(DisruptionAllowed, "False", "SyncFailed", failure), observed, now);
        return status;
    }

    private static JsonArray Put(PlainObject budget, Condition condition, long observedGeneration, DateTimeOffset now)
    {
        var conditions = StatusConditions.FromStatus(budget.Source.Status);
        conditions.Put(condition, now);
        return
        [
            .. conditions.Select(c =>
            {
                var json = c.ToJson();
                // The API requires a message in every condition, even an empty one.
                json["message"] ??= "";
                if (observedGeneration > 0)
                {
                    json["observedGeneration"] = observedGeneration;
                }

                return (JsonNode)json;
            }),
        ];
    }
}
