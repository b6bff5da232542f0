using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for disruption budgets and priority classes.</summary>
internal static class PolicyRules
{
    private const long HighestUserPriority = 1_000_000_000;

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
        if (spec.Text("unhealthyPodEvictionPolicy") is { } policy and not ("IfHealthyBudget" or "AlwaysAllow"))
        {
            errors.NotSupported("spec.unhealthyPodEvictionPolicy", policy, "AlwaysAllow", "IfHealthyBudget");
        }

        LabelRules.CheckSelector(spec.Map("selector"), "spec.selector", errors);
    }

    public static void CheckPriorityClass(Candidate candidate)
    {
        var (body, errors) = (candidate.Body, candidate.Errors);
        var name = body.Text("metadata", "name") ?? "";
        if (name.StartsWith("system-", StringComparison.Ordinal))
        {
            if (name is not ("system-cluster-critical" or "system-node-critical"))
            {
                errors.Forbidden(
                    "metadata.name",
                    $"priority class names with 'system-' prefix are reserved for system use only. error: {name} is not a known system priority class"
                );
            }
        }
        else if (body.Number("value") > HighestUserPriority)
        {
            errors.Forbidden("value", $"maximum allowed value of a user defined priority is {HighestUserPriority}");
        }
        if (body.Text("preemptionPolicy") is { } policy and not ("PreemptLowerPriority" or "Never"))
        {
            errors.NotSupported("preemptionPolicy", policy, "Never", "PreemptLowerPriority");
        }

        foreach (var field in (ReadOnlySpan<string>)["value", "preemptionPolicy"])
        {
            if (candidate.Changes(field))
            {
                errors.Forbidden(field, "may not be changed in an update.");
            }
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
