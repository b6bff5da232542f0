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
        var maximum = spec.Number("maxReplicas") ?? 0;
        if (spec.Number("minReplicas") is { } minimum and < 1)
        {
            errors.Invalid("spec.minReplicas", minimum, "must be greater than or equal to 1");
        }

        if (maximum == 0)
        {
            errors.Required("spec.maxReplicas", "must be set and greater than 0");
        }
        else if (maximum < 1)
        {
            errors.Invalid("spec.maxReplicas", maximum, "must be greater than or equal to 1");
        }

        if (maximum < spec.Number("minReplicas"))
        {
            errors.Invalid("spec.maxReplicas", maximum, "must be greater than or equal to `minReplicas`");
        }

        CheckTarget(spec.Map("scaleTargetRef") ?? [], candidate.Current?.Spec.Map("scaleTargetRef"), errors);
        AutoscalerMetricRules.CheckAll(spec, candidate.Current?.Spec, errors);

        foreach (var direction in (ReadOnlySpan<string>)["scaleUp", "scaleDown"])
        {
            CheckRules(spec.Map("behavior", direction), $"spec.behavior.{direction}", errors);
        }
    }

    /// <summary>Checks kind and name of a reference.</summary>
    public static void CheckReference(JsonObject reference, string path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["kind", "name"])
        {
            var value = reference.Text(field) ?? "";
            if (value.Length == 0)
            {
                errors.Required($"{path}.{field}");
            }
            else
            {
                errors.InvalidAll($"{path}.{field}", value, NameRules.PathSegmentProblems(value));
            }
        }
    }

    private static void CheckTarget(JsonObject target, JsonObject? before, FieldErrors errors)
    {
        const string Path = "spec.scaleTargetRef";
        CheckReference(target, Path, errors);
        var isKept =
            before is not null && before.Text("apiVersion") == target.Text("apiVersion") && before.Text("kind") == target.Text("kind");
        var mayBeCore = target.Text("kind") == "ReplicationController";
        if (!isKept && FindVersionProblem(target.Text("apiVersion") ?? "", mayBeCore) is { } problem)
        {
            errors.Invalid($"{Path}.apiVersion", target.Text("apiVersion") ?? "", problem);
        }
    }

    /// <summary>Tells why the version of a reference is not valid.</summary>
    public static string? FindVersionProblem(string version, bool mayBeCore)
    {
        if (version.Count(character => character == '/') > 1)
        {
            return $"unexpected GroupVersion string: {version}";
        }

        var hasGroup = version.IndexOf('/', StringComparison.Ordinal) > 0;
        return hasGroup || mayBeCore ? null : "apiVersion must specify API group";
    }

    private static void CheckRules(JsonObject? rules, string path, FieldErrors errors)
    {
        if (rules is null)
        {
            return;
        }

        if (rules.Number("stabilizationWindowSeconds") is { } window)
        {
            if (window < 0)
            {
                errors.Invalid($"{path}.stabilizationWindowSeconds", window, "must be greater than or equal to zero");
            }

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
            CheckPolicy(policy, $"{path}.policies[{index}]", errors);
        }

        if (rules["tolerance"] is { } tolerance && Quantity.FromJson(tolerance) < Quantity.Zero)
        {
            errors.Invalid($"{path}.tolerance", tolerance.DeepClone(), "must be greater than or equal to 0");
        }
    }

    private static void CheckPolicy(JsonObject policy, string path, FieldErrors errors)
    {
        if (policy.Text("type") is not ("Pods" or "Percent"))
        {
            errors.NotSupported($"{path}.type", policy.Text("type") ?? "", "Percent", "Pods");
        }

        if ((policy.Number("value") ?? 0) <= 0)
        {
            errors.Invalid($"{path}.value", policy.Number("value") ?? 0, "must be greater than zero");
        }

        if ((policy.Number("periodSeconds") ?? 0) is var period and (<= 0 or > MaximumPeriodSeconds))
        {
            errors.Invalid(
                $"{path}.periodSeconds",
                period,
                period <= 0 ? "must be greater than zero" : $"must be less than or equal to {MaximumPeriodSeconds}"
            );
        }
    }
}
