using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Preparation;

/// <summary>Restores what updates of a pod's status cannot clear: its quality of service and the observed generations.</summary>
internal static class PodStatusPreparation
{
    private const string Observed = "observedGeneration";

    public static void Keep(JsonObject current, JsonObject status)
    {
        if (status.Text("qosClass") is null or "")
        {
            Take(current, status, "qosClass");
        }

        KeepGeneration(current, status);
        // A status may have several conditions of a type.
        var known = current
            .Objects("conditions")
            .GroupBy(condition => condition.Text("type") ?? "")
            .ToDictionary(type => type.Key, type => new Queue<JsonObject>(type));
        foreach (var condition in status.Objects("conditions"))
        {
            if (known.GetValueOrDefault(condition.Text("type") ?? "") is { Count: > 0 } former)
            {
                KeepGeneration(former.Dequeue(), condition);
            }
        }
    }

    private static void KeepGeneration(JsonObject current, JsonObject changed)
    {
        if ((changed.Number(Observed) ?? 0) == 0)
        {
            Take(current, changed, Observed);
        }
    }

    private static void Take(JsonObject from, JsonObject to, string field)
    {
        if (from[field] is { } value)
        {
            to[field] = value.DeepClone();
        }
    }
}
