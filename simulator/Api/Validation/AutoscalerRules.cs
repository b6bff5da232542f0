using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for HorizontalPodAutoscalers.</summary>
internal static class AutoscalerRules
{
    private const long MaximumWindowSeconds = 3600;
    private const long MaximumPeriodSeconds = 1800;

    public static void Check(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        var (minimum, maximum) = (spec.Number("minReplicas") ?? 1, spec.Number("maxReplicas") ?? 0);
        if (minimum < 1)
        {
            errors.Invalid("spec.minReplicas", minimum, "must be greater than or equal to 1");
        }

        if (maximum < 1)
        {
            errors.Invalid("spec.maxReplicas", maximum, "must be greater than 0");
        }

        if (maximum < minimum)
        {
            errors.Invalid("spec.maxReplicas", maximum, "must be greater than or equal to `minReplicas`");
        }

        foreach (var field in (ReadOnlySpan<string>)["kind", "name"])
        {
            if (spec.Text("scaleTargetRef", field) is null or "")
            {
                errors.Required($"spec.scaleTargetRef.{field}");
            }
        }
        foreach (var (index, metric) in spec.Objects("metrics").Index())
        {
            CheckMetric(metric, $"spec.metrics[{index}]", errors);
        }

        foreach (var direction in (ReadOnlySpan<string>)["scaleUp", "scaleDown"])
        {
            CheckRules(spec.Map("behavior", direction), $"spec.behavior.{direction}", errors);
        }
    }

    private static void CheckMetric(JsonObject metric, string path, FieldErrors errors)
    {
        var field = MetricSources.FindField(metric.Text("type"));
        if (field is null)
        {
            errors.NotSupported($"{path}.type", metric.Text("type") ?? "", "ContainerResource", "External", "Object", "Pods", "Resource");
            return;
        }
        if (metric.Map(field) is not { } source)
        {
            errors.Required($"{path}.{field}", $"must populate information for the given metric source");
            return;
        }
        var at = $"{path}.{field}";
        if (field is "resource" or "containerResource")
        {
            if (source.Text("name") is null or "")
            {
                errors.Required($"{at}.name", "must specify a resource name");
            }
        }
        else if (source.Text("metric", "name") is null or "")
        {
            errors.Required($"{at}.metric.name", "must specify a metric name");
        }
        CheckTarget(source.Map("target") ?? [], field, at, errors);
    }

    private static void CheckTarget(JsonObject target, string field, string path, FieldErrors errors)
    {
        var at = $"{path}.target";
        if (target.Text("type") is not ("Utilization" or "Value" or "AverageValue"))
        {
            errors.Invalid($"{at}.type", target.Text("type") ?? "", "must be either Utilization, Value, or AverageValue");
        }

        if (target.Number("averageUtilization") is < 1)
        {
            errors.Invalid($"{at}.averageUtilization", target.Number("averageUtilization"), "must be greater than 0");
        }

        foreach (var value in (ReadOnlySpan<string>)["value", "averageValue"])
        {
            if (target.ContainsKey(value) && Quantity.FromJson(target[value]) <= Quantity.Zero)
            {
                errors.Invalid($"{at}.{value}", target[value]?.DeepClone(), "must be positive");
            }
        }
        var (hasUtilization, hasAverage) = (target.ContainsKey("averageUtilization"), target.ContainsKey("averageValue"));
        switch (field)
        {
            case "resource" or "containerResource" when !hasUtilization && !hasAverage:
                errors.Required($"{at}.averageUtilization", "must set either a target raw value or a target utilization");
                break;
            case "resource" or "containerResource" when hasUtilization && hasAverage:
                errors.Forbidden($"{at}.averageValue", "may not set both a target raw value and a target utilization");
                break;
            case "pods" when !hasAverage:
                errors.Required($"{at}.averageValue", "must specify a positive target averageValue");
                break;
            case "object" or "external" when !target.ContainsKey("value") && !hasAverage:
                errors.Required($"{at}.averageValue", "must set either a target value or averageValue");
                break;
        }
    }

    private static void CheckRules(JsonObject? rules, string path, FieldErrors errors)
    {
        if (rules is null)
        {
            return;
        }

        if (rules.Number("stabilizationWindowSeconds") is { } window)
        {
            NumberRules.CheckNotNegative(rules, "stabilizationWindowSeconds", path, errors);
            if (window > MaximumWindowSeconds)
            {
                errors.Invalid($"{path}.stabilizationWindowSeconds", window, $"must be less than or equal to {MaximumWindowSeconds}");
            }
        }
        if (rules.Text("selectPolicy") is { } select and not ("Max" or "Min" or "Disabled"))
        {
            errors.NotSupported($"{path}.selectPolicy", select, "Disabled", "Max", "Min");
        }

        if (rules.Array("policies") is null or { Count: 0 })
        {
            errors.Required($"{path}.policies", "must specify at least one Policy");
        }

        foreach (var (index, policy) in rules.Objects("policies").Index())
        {
            var at = $"{path}.policies[{index}]";
            if (policy.Text("type") is not ("Pods" or "Percent"))
            {
                errors.NotSupported($"{at}.type", policy.Text("type") ?? "", "Percent", "Pods");
            }

            if ((policy.Number("value") ?? 0) <= 0)
            {
                errors.Invalid($"{at}.value", policy.Number("value") ?? 0, "must be greater than zero");
            }

            if ((policy.Number("periodSeconds") ?? 0) is var period and (<= 0 or > MaximumPeriodSeconds))
            {
                errors.Invalid(
                    $"{at}.periodSeconds",
                    period,
                    period <= 0 ? "must be greater than zero" : $"must be less than or equal to {MaximumPeriodSeconds}"
                );
            }
        }
    }
}
