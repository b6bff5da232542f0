using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for the scheduling of pods: affinity, topology spread, tolerations.</summary>
internal static class SchedulingRules
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";

    public static void Check(JsonObject spec, string path, FieldErrors errors)
    {
        CheckNodeAffinity(spec.Map("affinity", "nodeAffinity"), $"{path}.affinity.nodeAffinity", errors);
        foreach (var affinity in (ReadOnlySpan<string>)["podAffinity", "podAntiAffinity"])
        {
            CheckPodAffinity(spec.Map("affinity", affinity), $"{path}.affinity.{affinity}", errors);
        }

        CheckTolerations(spec, path, errors);
        CheckSpread(spec, path, errors);
    }

    private static void CheckNodeAffinity(JsonObject? affinity, string path, FieldErrors errors)
    {
        if (affinity.Map(Required) is { } required)
        {
            if (required.Array("nodeSelectorTerms") is null or { Count: 0 })
            {
                errors.Required($"{path}.{Required}.nodeSelectorTerms", "must have at least one node selector term");
            }

            foreach (var (index, term) in required.Objects("nodeSelectorTerms").Index())
            {
                CheckTerm(term, $"{path}.{Required}.nodeSelectorTerms[{index}]", errors);
            }
        }
        foreach (var (index, preference) in affinity.Objects(Preferred).Index())
        {
            CheckWeight(preference, $"{path}.{Preferred}[{index}]", errors);
            CheckTerm(preference.Map("preference"), $"{path}.{Preferred}[{index}].preference", errors);
        }
    }

    private static void CheckTerm(JsonObject? term, string path, FieldErrors errors)
    {
        foreach (var (index, expression) in term.Objects("matchExpressions").Index())
        {
            var at = $"{path}.matchExpressions[{index}]";
            var values = expression.Array("values")?.Count ?? 0;
            switch (expression.Text("operator"))
            {
                case "In" or "NotIn" when values == 0:
                    errors.Required($"{at}.values", "must be specified when `operator` is 'In' or 'NotIn'");
                    break;
                case "Exists" or "DoesNotExist" when values > 0:
                    errors.Forbidden($"{at}.values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                    break;
                case "Gt" or "Lt" when values != 1:
                    errors.Required($"{at}.values", "must be specified single value when `operator` is 'Lt' or 'Gt'");
                    break;
                case "In" or "NotIn" or "Exists" or "DoesNotExist" or "Gt" or "Lt":
                    break;
                default:
                    errors.Invalid($"{at}.operator", expression.Text("operator") ?? "", "not a valid selector operator");
                    break;
            }
            if (ObjectNames.LabelKeyProblems(expression.Text("key") ?? "").FirstOrDefault() is { } problem)
            {
                errors.Invalid($"{at}.key", expression.Text("key") ?? "", problem);
            }
        }
    }

    private static void CheckPodAffinity(JsonObject? affinity, string path, FieldErrors errors)
    {
        foreach (var (index, term) in affinity.Objects(Required).Index())
        {
            CheckPodTerm(term, $"{path}.{Required}[{index}]", errors);
        }

        foreach (var (index, weighted) in affinity.Objects(Preferred).Index())
        {
            CheckWeight(weighted, $"{path}.{Preferred}[{index}]", errors);
            CheckPodTerm(weighted.Map("podAffinityTerm") ?? [], $"{path}.{Preferred}[{index}].podAffinityTerm", errors);
        }
    }

    private static void CheckWeight(JsonObject weighted, string path, FieldErrors errors)
    {
        if ((weighted.Number("weight") ?? 0) is var weight and (<= 0 or > 100))
        {
            errors.Invalid($"{path}.weight", weight, "must be in the range 1-100");
        }
    }

    private static void CheckPodTerm(JsonObject term, string path, FieldErrors errors)
    {
        LabelRules.CheckSelector(term.Map("labelSelector"), $"{path}.labelSelector", errors);
        if (term.Text("topologyKey") is null or "")
        {
            errors.Required($"{path}.topologyKey", "can not be empty");
        }
    }

    private static void CheckTolerations(JsonObject spec, string path, FieldErrors errors)
    {
        foreach (var (index, toleration) in spec.Objects("tolerations").Index())
        {
            var at = $"{path}.tolerations[{index}]";
            if (toleration.Text("key") is { Length: > 0 } key && ObjectNames.LabelKeyProblems(key).FirstOrDefault() is { } problem)
            {
                errors.Invalid($"{at}.key", key, problem);
            }

            var isExists = toleration.Text("operator") == "Exists";
            if (toleration.Text("key") is null or "" && !isExists)
            {
                errors.Invalid(
                    $"{at}.operator",
                    toleration.Text("operator") ?? "",
                    "operator must be Exists when `key` is empty, which means \"match all values and all keys\""
                );
            }

            if (isExists && toleration.Text("value") is { Length: > 0 })
            {
                errors.Invalid($"{at}.operator", toleration.Clone(), "value must be empty when `operator` is 'Exists'");
            }

            if (toleration.Text("operator") is not (null or "" or "Equal" or "Exists" or "Lt" or "Gt"))
            {
                errors.NotSupported($"{at}.operator", toleration.Text("operator"), "Equal", "Exists");
            }

            if (toleration.Text("effect") is { Length: > 0 } effect and not ("NoSchedule" or "PreferNoSchedule" or "NoExecute"))
            {
                errors.NotSupported($"{at}.effect", effect, "NoExecute", "NoSchedule", "PreferNoSchedule");
            }

            if (toleration.ContainsKey("tolerationSeconds") && toleration.Text("effect") is { } other and not "NoExecute")
            {
                errors.Invalid($"{at}.effect", other, "effect must be 'NoExecute' when `tolerationSeconds` is set");
            }
        }
    }

    private static void CheckSpread(JsonObject spec, string path, FieldErrors errors)
    {
        var seen = new HashSet<string>();
        foreach (var (index, constraint) in spec.Objects("topologySpreadConstraints").Index())
        {
            var at = $"{path}.topologySpreadConstraints[{index}]";
            if ((constraint.Number("maxSkew") ?? 0) is var skew and <= 0)
            {
                errors.Invalid($"{at}.maxSkew", skew, "must be greater than zero");
            }

            var key = constraint.Text("topologyKey") ?? "";
            if (key.Length == 0)
            {
                errors.Required($"{at}.topologyKey", "can not be empty");
            }

            var otherwise = constraint.Text("whenUnsatisfiable") ?? "";
            if (otherwise is not ("DoNotSchedule" or "ScheduleAnyway"))
            {
                errors.NotSupported($"{at}.whenUnsatisfiable", otherwise, "DoNotSchedule", "ScheduleAnyway");
            }

            if (key.Length > 0 && !seen.Add($"{{{key}, {otherwise}}}"))
            {
                errors.Duplicate($"{at}.{{topologyKey, whenUnsatisfiable}}", $"{{{key}, {otherwise}}}");
            }

            LabelRules.CheckSelector(constraint.Map("labelSelector"), $"{at}.labelSelector", errors);
        }
    }
}
