using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Jobs;

/// <summary>Validation rules for the pod failure policies of jobs.</summary>
internal static class FailurePolicyRules
{
    private const int MaximumRules = 20;
    private const int MaximumExitCodes = 255;
    private const int MaximumPatterns = 20;

    private static readonly string[] _actions = ["Count", "FailIndex", "FailJob", "Ignore"];
    private static readonly string[] _operators = ["In", "NotIn"];
    private static readonly string[] _statuses = ["False", "True", "Unknown"];

    public static void Check(JsonObject spec, string path, FieldErrors errors)
    {
        var rules = spec.Objects("podFailurePolicy", "rules").ToList();
        CheckCount(rules.Count, MaximumRules, $"{path}.rules", errors);
        var containers = spec.Objects("template", "spec", "containers")
            .Concat(spec.Objects("template", "spec", "initContainers"))
            .Select(container => container.Text("name") ?? "")
            .ToHashSet();
        foreach (var (index, rule) in rules.Index())
        {
            CheckRule(rule, spec.ContainsKey("backoffLimitPerIndex"), containers, $"{path}.rules[{index}]", errors);
        }
    }

    private static void CheckRule(JsonObject rule, bool hasLimitPerIndex, HashSet<string> containers, string path, FieldErrors errors)
    {
        var action = rule.Text("action") ?? "";
        if (action != "FailIndex")
        {
            RequireOneOf(action, _actions, $"{path}.action", errors);
        }
        else if (!hasLimitPerIndex)
        {
            errors.Invalid($"{path}.action", action, "requires the backoffLimitPerIndex to be set");
        }

        var codes = rule.Map("onExitCodes");
        var patterns = rule.Objects("onPodConditions").ToList();
        if (codes is not null)
        {
            CheckExitCodes(codes, containers, $"{path}.onExitCodes", errors);
        }

        CheckPatterns(patterns, $"{path}.onPodConditions", errors);
        if (codes is not null && patterns.Count > 0)
        {
            errors.Add(FieldError.InvalidWithoutValue(path, "specifying both OnExitCodes and OnPodConditions is not supported"));
        }

        if (codes is null && patterns.Count == 0)
        {
            errors.Add(FieldError.InvalidWithoutValue(path, "specifying one of OnExitCodes and OnPodConditions is required"));
        }
    }

    private static void CheckPatterns(List<JsonObject> patterns, string path, FieldErrors errors)
    {
        CheckCount(patterns.Count, MaximumPatterns, path, errors);
        foreach (var (index, pattern) in patterns.Index())
        {
            var type = pattern.Text("type") ?? "";
            errors.InvalidAll($"{path}[{index}].type", type, ObjectNames.LabelKeyProblems(type));
            RequireOneOf(pattern.Text("status") ?? "", _statuses, $"{path}[{index}].status", errors);
        }
    }

    private static void CheckExitCodes(JsonObject codes, HashSet<string> containers, string path, FieldErrors errors)
    {
        RequireOneOf(codes.Text("operator") ?? "", _operators, $"{path}.operator", errors);
        if (codes.Text("containerName") is { } container && !containers.Contains(container))
        {
            errors.Invalid($"{path}.containerName", container, "must be one of the container or initContainer names in the pod template");
        }

        var values = (codes.Array("values") ?? []).Select(value => value.AsInteger() ?? 0).ToList();
        if (values.Count == 0)
        {
            errors.Invalid($"{path}.values", codes["values"]?.DeepClone(), "at least one value is required");
        }

        CheckCount(values.Count, MaximumExitCodes, $"{path}.values", errors);
        var seen = new HashSet<long>();
        foreach (var (index, value) in values.Index())
        {
            if (value == 0 && codes.Text("operator") == "In")
            {
                errors.Invalid($"{path}.values[{index}]", value, "must not be 0 for the In operator");
            }

            if (!seen.Add(value))
            {
                errors.Duplicate($"{path}.values[{index}]", value);
            }
        }

        if (values.Zip(values.Skip(1)).Any(pair => pair.First > pair.Second))
        {
            errors.Invalid($"{path}.values", codes["values"]?.DeepClone(), "must be ordered");
        }
    }

    private static void RequireOneOf(string value, string[] supported, string path, FieldErrors errors)
    {
        if (value.Length == 0)
        {
            errors.Required(path, $"valid values: [{string.Join(' ', supported.Select(one => $"\"{one}\""))}]");
        }
        else if (!supported.Contains(value))
        {
            errors.NotSupported(path, value, supported);
        }
    }

    private static void CheckCount(int count, int maximum, string path, FieldErrors errors)
    {
        if (count > maximum)
        {
            errors.Add(FieldError.TooMany(path, count, maximum));
        }
    }
}
