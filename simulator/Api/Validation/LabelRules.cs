using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for labels and label selectors.</summary>
internal static class LabelRules
{
    public static void Check(JsonObject? labels, string path, FieldErrors errors)
    {
        foreach (var (key, value) in (labels ?? []).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            CheckKey(key, path, errors);
            CheckValue(value?.ToString() ?? "", path, errors);
        }
    }

    /// <summary>Checks a <c>metav1.LabelSelector</c>.</summary>
    public static void CheckSelector(JsonObject? selector, string path, FieldErrors errors)
    {
        Check(selector.Map("matchLabels"), $"{path}.matchLabels", errors);
        foreach (var (index, expression) in selector.Objects("matchExpressions").Index())
        {
            var at = $"{path}.matchExpressions[{index}]";
            var hasValues = expression.Array("values") is { Count: > 0 };
            switch (expression.Text("operator"))
            {
                case "In" or "NotIn":
                    if (!hasValues)
                    {
                        errors.Required($"{at}.values", "must be specified when `operator` is 'In' or 'NotIn'");
                    }

                    break;
                case "Exists" or "DoesNotExist":
                    if (hasValues)
                    {
                        errors.Forbidden($"{at}.values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                    }

                    break;
                default:
                    errors.Invalid($"{at}.operator", expression.Text("operator") ?? "", "not a valid selector operator");
                    break;
            }
            CheckKey(expression.Text("key") ?? "", $"{at}.key", errors);
            foreach (var (number, value) in (expression.Array("values") ?? []).Index())
            {
                CheckValue(value?.ToString() ?? "", $"{at}.values[{number}]", errors);
            }
        }
    }

    private static void CheckKey(string key, string path, FieldErrors errors)
    {
        foreach (var problem in ObjectNames.LabelKeyProblems(key))
        {
            errors.Invalid(path, key, problem);
        }
    }

    private static void CheckValue(string value, string path, FieldErrors errors)
    {
        foreach (var problem in ObjectNames.LabelValueProblems(value))
        {
            errors.Invalid(path, value, problem);
        }
    }
}
