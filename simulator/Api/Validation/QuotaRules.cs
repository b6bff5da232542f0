using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for resource quotas and limit ranges.</summary>
internal static class QuotaRules
{
    private static readonly string[] _scopes =
    [
        "BestEffort",
        "NotBestEffort",
        "Terminating",
        "NotTerminating",
        "PriorityClass",
        "CrossNamespacePodAffinity",
        "VolumeAttributesClass",
    ];

    public static void CheckQuota(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        foreach (var (name, amount) in spec.Map("hard") ?? [])
        {
            if (Quantity.FromJson(amount) < Quantity.Zero)
            {
                errors.Invalid($"spec.hard[{name}]", amount?.DeepClone(), "must be greater than or equal to 0");
            }
        }
        foreach (var scope in (spec.Array("scopes") ?? []).Select(scope => scope?.ToString() ?? ""))
        {
            if (!_scopes.Contains(scope))
            {
                errors.Invalid("spec.scopes", spec["scopes"]?.DeepClone(), "unsupported scope");
            }
            else if ((spec.Map("hard") ?? []).Any(entry => !IsCovered(scope, entry.Key)))
            {
                errors.Invalid("spec.scopes", spec["scopes"]?.DeepClone(), "unsupported scope applied to resource");
            }
        }
    }

    public static void CheckLimitRange(Candidate candidate)
    {
        var errors = candidate.Errors;
        var types = new HashSet<string>();
        foreach (var (index, limit) in candidate.Spec.Objects("limits").Index())
        {
            var at = $"spec.limits[{index}]";
            var type = limit.Text("type") ?? "";
            if (!types.Add(type))
            {
                errors.Duplicate($"{at}.type", type);
            }

            if (type == "Pod")
            {
                foreach (var field in (ReadOnlySpan<string>)["default", "defaultRequest"])
                {
                    if (limit.Map(field) is { Count: > 0 })
                    {
                        errors.Forbidden($"{at}.{field}", "may not be specified when `type` is 'Pod'");
                    }
                }
            }
            var names = new[] { "min", "max", "default", "defaultRequest", "maxLimitRequestRatio" }
                .SelectMany(field => limit.Map(field) ?? [])
                .Select(entry => entry.Key)
                .Distinct();
            foreach (var name in names)
            {
                CheckLimit(limit, name, at, errors);
            }
        }
    }

    private static void CheckLimit(JsonObject limit, string name, string path, FieldErrors errors)
    {
        CheckNotGreater(limit, name, ("min", "min value"), ("max", "max value"), "min", path, errors);
        CheckNotGreater(limit, name, ("min", "min value"), ("defaultRequest", "default request value"), "defaultRequest", path, errors);
        CheckNotGreater(limit, name, ("defaultRequest", "default request value"), ("max", "max value"), "defaultRequest", path, errors);
        CheckNotGreater(
            limit,
            name,
            ("defaultRequest", "default request value"),
            ("default", "default limit value"),
            "defaultRequest",
            path,
            errors
        );
        // Kubernetes reports the path of the default here, but the value of the minimum.
        CheckNotGreater(limit, name, ("min", "min value"), ("default", "default value"), "default", path, errors, shown: "min");
        CheckNotGreater(limit, name, ("default", "default value"), ("max", "max value"), "default", path, errors);
        if (limit.Map("maxLimitRequestRatio")?[name] is { } ratio && Quantity.FromJson(ratio) < Quantity.FromWhole(1))
        {
            errors.Invalid($"{path}.maxLimitRequestRatio[{name}]", ratio.DeepClone(), $"ratio {ratio} is less than 1");
        }
    }

    private static void CheckNotGreater(
        JsonObject limit,
        string name,
        (string Field, string Words) less,
        (string Field, string Words) more,
        string reported,
        string path,
        FieldErrors errors,
        string? shown = null
    )
    {
        if (
            limit.Map(less.Field)?[name] is { } small
            && limit.Map(more.Field)?[name] is { } large
            && Quantity.FromJson(small) > Quantity.FromJson(large)
        )
        {
            errors.Invalid(
                $"{path}.{reported}[{name}]",
                limit.Map(shown ?? reported)![name]?.DeepClone(),
                $"{less.Words} {small} is greater than {more.Words} {large}"
            );
        }
    }

    private static bool IsCovered(string scope, string resource) =>
        scope switch
        {
            "BestEffort" => resource == "pods",
            "NotBestEffort" or "Terminating" or "NotTerminating" or "PriorityClass" or "CrossNamespacePodAffinity" => resource
                is "pods"
                    or "cpu"
                    or "memory"
                || resource.StartsWith("requests.", StringComparison.Ordinal)
                || resource.StartsWith("limits.", StringComparison.Ordinal),
            _ => true,
        };
}
