using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Statuses;

/// <summary>Validation rules for the counts, amounts and phases of statuses.</summary>
internal static class CountRules
{
    public static void CheckAutoscaler(JsonObject body, KubeObject current, FieldErrors errors) =>
        CheckNotNegative(body, errors, "currentReplicas", "desiredReplicas");

    public static void CheckBudget(JsonObject body, KubeObject current, FieldErrors errors)
    {
        ConditionRules.Check(body.Map("status") ?? [], "status", errors);
        CheckNotNegative(body, errors, "disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods");
    }

    public static void CheckNamespace(JsonObject body, KubeObject current, FieldErrors errors)
    {
        var phase = body.Text("status", "phase") ?? "";
        if (!current.IsDeleting && phase != "Active")
        {
            errors.Invalid("status.Phase", phase, "may only be 'Active' if `deletionTimestamp` is empty");
        }
        else if (current.IsDeleting && phase != "Terminating")
        {
            errors.Invalid("status.Phase", phase, "may only be 'Terminating' if `deletionTimestamp` is not empty");
        }
    }

    private static void CheckNotNegative(JsonObject body, FieldErrors errors, params ReadOnlySpan<string> fields)
    {
        var status = body.Map("status") ?? [];
        foreach (var field in fields)
        {
            NumberRules.CheckNotNegative(status, field, "status", errors);
        }
    }
}
