using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for disruption budgets.</summary>
internal static class PolicyRules
{
    public static void CheckDisruptionBudget(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        if (spec.ContainsKey("minAvailable") && spec.ContainsKey("maxUnavailable"))
        {
            errors.Invalid("spec", CreateInternalForm(spec), "minAvailable and maxUnavailable cannot be both set");
        }

        foreach (var field in (ReadOnlySpan<string>)["minAvailable", "maxUnavailable"])
        {
            NumberRules.CheckCountOrPercent(spec[field], $"spec.{field}", errors);
            if (NumberRules.ParsePercent(spec[field]) > 100)
            {
                errors.Invalid($"spec.{field}", spec[field]?.DeepClone(), "must not be greater than 100%");
            }
        }

        LabelRules.CheckSelector(spec.Map("selector"), "spec.selector", errors);
        if (spec.Text("unhealthyPodEvictionPolicy") is { } policy and not ("IfHealthyBudget" or "AlwaysAllow"))
        {
            errors.NotSupported("spec.unhealthyPodEvictionPolicy", policy, "AlwaysAllow", "IfHealthyBudget");
        }
    }

    /// <summary>Creates the spec with the field names of Kubernetes' internal type, as in Kubernetes' message.</summary>
    private static JsonObject CreateInternalForm(JsonObject spec) =>
        new()
        {
            ["MinAvailable"] = spec["minAvailable"]?.DeepClone(),
            ["Selector"] = spec["selector"]?.DeepClone(),
            ["MaxUnavailable"] = spec["maxUnavailable"]?.DeepClone(),
            ["UnhealthyPodEvictionPolicy"] = spec["unhealthyPodEvictionPolicy"]?.DeepClone(),
        };
}
