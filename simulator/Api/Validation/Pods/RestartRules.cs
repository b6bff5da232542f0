using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the restart policy of a container.</summary>
internal static class RestartRules
{
    private const int MaximumRules = 20;
    private const int MaximumCodes = 255;

    public static void Check(JsonObject container, string path, FieldErrors errors)
    {
        var rules = container.Objects("restartPolicyRules").ToList();
        if (container.Text("restartPolicy") is not { } policy)
        {
            if (rules.Count > 0)
            {
                errors.Required($"{path}.restartPolicy", "must specify restartPolicy when restart rules are used");
            }
        }
        else if (policy is not ("Always" or "Never" or "OnFailure"))
        {
            errors.NotSupported($"{path}.restartPolicy", policy, "Always", "Never", "OnFailure");
        }

        if (rules.Count > MaximumRules)
        {
            errors.Add(FieldError.TooMany($"{path}.restartPolicyRules", rules.Count, MaximumRules));
        }

        foreach (var (index, rule) in rules.Index())
        {
            CheckRule(rule, $"{path}.restartPolicyRules[{index}]", errors);
        }
    }

    private static void CheckRule(JsonObject rule, string at, FieldErrors errors)
    {
        if (rule.Text("action") is not "Restart")
        {
            errors.NotSupported($"{at}.action", rule.Text("action") ?? "", "Restart");
        }

        if (rule.Map("exitCodes") is not { } codes)
        {
            errors.Required($"{at}.exitCodes", "must be specified");
            return;
        }

        if (codes.Text("operator") is not ("In" or "NotIn"))
        {
            errors.NotSupported($"{at}.exitCodes.operator", codes.Text("operator") ?? "", "In", "NotIn");
        }

        if (codes.Array("values") is { Count: > MaximumCodes } values)
        {
            errors.Add(FieldError.TooMany($"{at}.exitCodes.values", values.Count, MaximumCodes));
        }
    }
}
