using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for tolerations.</summary>
internal static class TolerationRules
{
    public static void Check(JsonArray? tolerations, string path, FieldErrors errors)
    {
        foreach (var (index, toleration) in (tolerations ?? []).OfType<JsonObject>().Index())
        {
            CheckToleration(toleration, $"{path}[{index}]", errors);
        }
    }

    private static void CheckToleration(JsonObject toleration, string at, FieldErrors errors)
    {
        var (key, operation, effect) = (toleration.Text("key") ?? "", toleration.Text("operator") ?? "", toleration.Text("effect") ?? "");
        if (key.Length > 0)
        {
            errors.InvalidAll($"{at}.key", key, ObjectNames.LabelKeyProblems(key));
        }
        else if (operation != "Exists")
        {
            errors.Invalid(
                $"{at}.operator",
                operation,
                "operator must be Exists when `key` is empty, which means \"match all values and all keys\""
            );
        }

        if (toleration.ContainsKey("tolerationSeconds") && effect != "NoExecute")
        {
            errors.Invalid($"{at}.effect", effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
        }

        CheckValue(toleration.Text("value") ?? "", operation, $"{at}.operator", errors);
        if (effect.Length > 0 && effect is not ("NoSchedule" or "PreferNoSchedule" or "NoExecute"))
        {
            errors.NotSupported($"{at}.effect", effect, "NoSchedule", "PreferNoSchedule", "NoExecute");
        }
    }

    private static void CheckValue(string value, string operation, string path, FieldErrors errors)
    {
        switch (operation)
        {
            case "" or "Equal":
                if (ObjectNames.LabelValueProblems(value).ToList() is { Count: > 0 } problems)
                {
                    errors.Invalid(path, value, string.Join(';', problems));
                }

                break;
            case "Exists":
                if (value.Length > 0)
                {
                    errors.Invalid(path, value, "value must be empty when `operator` is 'Exists'");
                }

                break;
            case "Lt" or "Gt":
                // Known, but switched off by default.
                errors.NotSupported(path, operation, "Equal", "Exists", "Lt", "Gt");
                break;
            default:
                errors.NotSupported(path, operation, "Equal", "Exists");
                break;
        }
    }
}
