using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for topology spread constraints.</summary>
internal static class TopologySpreadRules
{
    public static void Check(JsonObject spec, string path, FieldErrors errors)
    {
        var constraints = spec.Objects("topologySpreadConstraints").ToList();
        for (var i = 0; i < constraints.Count; i++)
        {
            var kind = GetKind(constraints[i]);
            CheckConstraint(constraints[i], kind, constraints.Skip(i + 1).Any(later => GetKind(later) == kind), $"{path}[{i}]", errors);
        }
    }

    private static (string Key, string Action) GetKind(JsonObject constraint) =>
        (constraint.Text("topologyKey") ?? "", constraint.Text("whenUnsatisfiable") ?? "");

    private static void CheckConstraint(
        JsonObject constraint,
        (string Key, string Action) kind,
        bool isRepeated,
        string at,
        FieldErrors errors
    )
    {
        if ((constraint.Number("maxSkew") ?? 0) is var skew and <= 0)
        {
            errors.Invalid($"{at}.maxSkew", skew, "must be greater than zero");
        }

        if (kind.Key.Length == 0)
        {
            errors.Required($"{at}.topologyKey", "can not be empty");
        }

        if (kind.Action is not ("DoNotSchedule" or "ScheduleAnyway"))
        {
            errors.NotSupported($"{at}.whenUnsatisfiable", kind.Action, "DoNotSchedule", "ScheduleAnyway");
        }

        if (isRepeated)
        {
            errors.Duplicate($"{at}.{{topologyKey, whenUnsatisfiable}}", $"{{{kind.Key}, {kind.Action}}}");
        }

        CheckDomains(constraint, kind.Action, $"{at}.minDomains", errors);
        foreach (var field in (ReadOnlySpan<string>)["nodeAffinityPolicy", "nodeTaintsPolicy"])
        {
            if (constraint.Text(field) is { } policy and not ("Honor" or "Ignore"))
            {
                errors.NotSupported($"{at}.{field}", policy, "Honor", "Ignore");
            }
        }
        CheckKeys(constraint, $"{at}.matchLabelKeys", errors);
        LabelRules.CheckSelector(constraint.Map("labelSelector"), $"{at}.labelSelector", errors);
    }

    private static void CheckDomains(JsonObject constraint, string action, string path, FieldErrors errors)
    {
        if (constraint.Number("minDomains") is not { } domains)
        {
            return;
        }

        if (domains <= 0)
        {
            errors.Invalid(path, domains, "must be greater than zero");
        }

        if (action != "DoNotSchedule")
        {
            errors.Invalid(path, domains, $"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {action}");
        }
    }

    private static void CheckKeys(JsonObject constraint, string path, FieldErrors errors)
    {
        if (constraint.Array("matchLabelKeys") is not { Count: > 0 } keys)
        {
            return;
        }

        var selector = constraint.Map("labelSelector");
        if (selector is null)
        {
            errors.Forbidden(path, "must not be specified when labelSelector is not set");
        }

        var names = keys.Select(item => item?.ToString() ?? "").ToList();
        foreach (var (index, key) in names.Index())
        {
            errors.InvalidAll($"{path}[{index}]", key, ObjectNames.LabelKeyProblems(key));
        }

        // The selector of a new pod contains each of these labels already; one that it contains twice is the user's.
        var selected = (selector.Map("matchLabels") ?? []).Select(entry => entry.Key).ToHashSet();
        foreach (var key in selector.Objects("matchExpressions").Select(expression => expression.Text("key") ?? ""))
        {
            if (!selected.Add(key) && names.LastIndexOf(key) is var index and >= 0)
            {
                errors.Invalid($"{path}[{index}]", key, "exists in both matchLabelKeys and labelSelector");
            }
        }
    }
}
