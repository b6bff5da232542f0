using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Devices;

/// <summary>Validation rules for the taints of devices and their tolerations.</summary>
internal static class DeviceTaintRules
{
    public const int Maximum = 16;

    private static readonly string[] _effects = ["NoExecute", "NoSchedule", "None"];

    public static void CheckTaint(JsonObject taint, string path, FieldErrors errors)
    {
        CheckKey(taint.Text("key") ?? "", $"{path}.key", errors);
        if (taint.Text("value") is { Length: > 0 } value)
        {
            errors.InvalidAll($"{path}.value", value, ObjectNames.LabelValueProblems(value));
        }

        errors.CheckSupported($"{path}.effect", taint.Text("effect"), _effects);
    }

    public static void CheckTolerations(JsonObject owner, string path, FieldErrors errors)
    {
        foreach (var (index, toleration) in owner.Objects("tolerations").Index())
        {
            CheckToleration(toleration, $"{path}.tolerations[{index}]", errors);
        }
    }

    private static void CheckToleration(JsonObject toleration, string path, FieldErrors errors)
    {
        if (toleration.Text("key") is { Length: > 0 } key)
        {
            CheckKey(key, $"{path}.key", errors);
        }

        var value = toleration.Text("value") ?? "";
        switch (toleration.Text("operator"))
        {
            case "Exists":
                if (value.Length > 0)
                {
                    errors.Invalid($"{path}.value", value, "must be empty for operator `Exists`");
                }

                break;
            case "Equal":
                errors.InvalidAll($"{path}.value", value, ObjectNames.LabelValueProblems(value));
                break;
            case var other:
                errors.CheckSupported($"{path}.operator", other, "Equal", "Exists");
                break;
        }

        if (toleration.Text("effect") is { Length: > 0 } effect)
        {
            errors.CheckSupported($"{path}.effect", effect, _effects);
        }
    }

    private static void CheckKey(string key, string path, FieldErrors errors) =>
        errors.InvalidAll(path, key, ObjectNames.LabelKeyProblems(key));
}
