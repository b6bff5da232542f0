using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for node selectors.</summary>
internal static class NodeSelectorRules
{
    public static void Check(JsonObject selector, string path, FieldErrors errors)
    {
        if (selector.Array("nodeSelectorTerms") is null or { Count: 0 })
        {
            errors.Required($"{path}.nodeSelectorTerms", "must have at least one node selector term");
        }

        foreach (var (index, term) in selector.Objects("nodeSelectorTerms").Index())
        {
            CheckTerm(term, $"{path}.nodeSelectorTerms[{index}]", checksValues: true, errors);
        }
    }

    /// <summary>Checks a term. The values of preferences are not checked.</summary>
    public static void CheckTerm(JsonObject? term, string path, bool checksValues, FieldErrors errors)
    {
        foreach (var (index, expression) in term.Objects("matchExpressions").Index())
        {
            CheckExpression(expression, $"{path}.matchExpressions[{index}]", checksValues, errors);
        }

        foreach (var (index, field) in term.Objects("matchFields").Index())
        {
            CheckField(field, $"{path}.matchFields[{index}]", errors);
        }
    }

    private static void CheckExpression(JsonObject expression, string at, bool checksValues, FieldErrors errors)
    {
        var values = expression.Array("values") ?? [];
        switch (expression.Text("operator"))
        {
            case "In" or "NotIn" when values.Count == 0:
                errors.Required($"{at}.values", "must be specified when `operator` is 'In' or 'NotIn'");
                break;
            case "Exists" or "DoesNotExist" when values.Count > 0:
                errors.Forbidden($"{at}.values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                break;
            case "Gt" or "Lt" when values.Count != 1:
                errors.Required($"{at}.values", "must be specified single value when `operator` is 'Lt' or 'Gt'");
                break;
            case "In" or "NotIn" or "Exists" or "DoesNotExist" or "Gt" or "Lt":
                break;
            default:
                errors.Invalid($"{at}.operator", expression.Text("operator") ?? "", "not a valid selector operator");
                break;
        }
        var key = expression.Text("key") ?? "";
        errors.InvalidAll($"{at}.key", key, ObjectNames.LabelKeyProblems(key));
        foreach (var (index, item) in values.Index().Where(_ => checksValues))
        {
            var value = item?.ToString() ?? "";
            errors.InvalidAll($"{at}.values[{index}]", value, ObjectNames.LabelValueProblems(value));
        }
    }

    private static void CheckField(JsonObject field, string at, FieldErrors errors)
    {
        var values = field.Array("values") ?? [];
        if (field.Text("operator") is not ("In" or "NotIn"))
        {
            errors.Invalid($"{at}.operator", field.Text("operator") ?? "", "not a valid selector operator");
        }
        else if (values.Count != 1)
        {
            errors.Required($"{at}.values", "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
        }

        if (field.Text("key") != "metadata.name")
        {
            errors.Invalid($"{at}.key", field.Text("key") ?? "", "not a valid field selector key");
            return;
        }

        foreach (var (index, item) in values.Index())
        {
            var value = item?.ToString() ?? "";
            errors.InvalidAll($"{at}.values[{index}]", value, ObjectNames.SubdomainProblems(value));
        }
    }
}
