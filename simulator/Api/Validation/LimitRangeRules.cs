using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for limit ranges.</summary>
internal static class LimitRangeRules
{
    public static void Check(Candidate candidate)
    {
        var types = new HashSet<string>();
        foreach (var (index, limit) in candidate.Spec.Objects("limits").Index())
        {
            var (type, path) = (limit.Text("type") ?? "", $"spec.limits[{index}]");
            CheckType(type, $"{path}.type", candidate.Errors);
            if (!types.Add(type))
            {
                candidate.Errors.Duplicate($"{path}.type", type);
            }

            CheckNames(limit, type, path, candidate.Errors);
            CheckAmounts(limit, type, path, candidate.Errors);
        }
    }

    private static void CheckType(string type, string path, FieldErrors errors)
    {
        var problems = ObjectNames.LabelKeyProblems(type).ToList();
        errors.InvalidAll(path, type, problems);
        if (
            problems.Count == 0
            && !type.Contains('/', StringComparison.Ordinal)
            && type is not ("Pod" or "Container" or "PersistentVolumeClaim")
        )
        {
            errors.Invalid(path, type, "must be a standard limit type or fully qualified");
        }
    }

    private static void CheckNames(JsonObject limit, string type, string path, FieldErrors errors)
    {
        CheckNames(limit, "max", type, path, errors);
        CheckNames(limit, "min", type, path, errors);
        foreach (var field in (ReadOnlySpan<string>)["default", "defaultRequest"])
        {
            if (type != "Pod")
            {
                CheckNames(limit, field, type, path, errors);
            }
            else if (limit.Map(field) is { Count: > 0 })
            {
                errors.Forbidden($"{path}.{field}", "may not be specified when `type` is 'Pod'");
            }
        }

        if (
            type == "PersistentVolumeClaim"
            && limit.Map("min")?.ContainsKey("storage") != true
            && limit.Map("max")?.ContainsKey("storage") != true
        )
        {
            errors.Required($"{path}.limits", "either minimum or maximum storage value is required, but neither was provided");
        }

        CheckNames(limit, "maxLimitRequestRatio", type, path, errors);
    }

    private static void CheckNames(JsonObject limit, string field, string type, string path, FieldErrors errors)
    {
        foreach (var (name, _) in limit.Map(field) ?? [])
        {
            if (type is "Pod" or "Container")
            {
                ResourceNameRules.CheckForContainer(name, $"{path}.{field}[{name}]", errors);
            }
            else
            {
                ResourceNameRules.Check(name, $"{path}.{field}[{name}]", errors);
            }
        }
    }

    private static void CheckAmounts(JsonObject limit, string type, string path, FieldErrors errors)
    {
        string[] fields =
            type == "Pod" ? ["max", "min", "maxLimitRequestRatio"] : ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"];
        var names = fields.SelectMany(field => limit.Map(field) ?? []).Select(entry => entry.Key).Distinct();
        foreach (var name in names)
        {
            CheckAmounts(new Amounts(limit, type == "Pod", name, path), errors);
        }
    }

    private static void CheckAmounts(Amounts amounts, FieldErrors errors)
    {
        var (min, max) = (new Words("min", "min value"), new Words("max", "max value"));
        var (request, value) = (new Words("defaultRequest", "default request value"), new Words("default", "default value"));
        CheckOrder(amounts, min, max, "min", "min", errors);
        CheckOrder(amounts, min, request, "defaultRequest", "defaultRequest", errors);
        CheckOrder(amounts, request, max, "defaultRequest", "defaultRequest", errors);
        CheckOrder(amounts, request, new Words("default", "default limit value"), "defaultRequest", "defaultRequest", errors);
        // Kubernetes reports the path of the default in these two, but the value of the bound.
        CheckOrder(amounts, min, value, "default", "min", errors);
        CheckOrder(amounts, value, max, "default", "max", errors);
        CheckRatio(amounts, errors);
        if (
            !ResourceNames.IsOvercommitAllowed(amounts.Name)
            && amounts.Find("default") is { } limit
            && amounts.Find("defaultRequest") is { } requested
            && limit != requested
        )
        {
            errors.Invalid(
                amounts.PathOf("defaultRequest"),
                requested.ToString(),
                $"default value {limit} must equal to defaultRequest value {requested} in {amounts.Name}"
            );
        }
    }

    private static void CheckOrder(Amounts amounts, Words less, Words more, string reported, string shown, FieldErrors errors)
    {
        if (amounts.Find(less.Field) is { } small && amounts.Find(more.Field) is { } large && small > large)
        {
            errors.Invalid(
                amounts.PathOf(reported),
                amounts.Find(shown)!.Value.ToString(),
                $"{less.Text} {small} is greater than {more.Text} {large}"
            );
        }
    }

    private static void CheckRatio(Amounts amounts, FieldErrors errors)
    {
        if (amounts.Find("maxLimitRequestRatio") is not { } ratio)
        {
            return;
        }

        var path = amounts.PathOf("maxLimitRequestRatio");
        if (ratio < Quantity.FromWhole(1))
        {
            errors.Invalid(path, ratio.ToString(), $"ratio {ratio} is less than 1");
        }

        if (amounts.Find("min") is { } min && amounts.Find("max") is { } max)
        {
            var limit = max.ToDouble() / min.ToDouble();
            if (ratio.ToDouble() > limit)
            {
                errors.Invalid(
                    path,
                    ratio.ToString(),
                    string.Create(CultureInfo.InvariantCulture, $"ratio {ratio} is greater than max/min = {limit:F6}")
                );
            }
        }
    }

    /// <summary>A field and its name in messages.</summary>
    private readonly record struct Words(string Field, string Text);

    /// <summary>The amounts of a resource in a limit.</summary>
    private sealed record Amounts(JsonObject Limit, bool IsForPods, string Name, string Path)
    {
        public Quantity? Find(string field) =>
            !(IsForPods && field is "default" or "defaultRequest") && Limit.Map(field)?[Name] is { } amount
                ? Quantity.FromJson(amount)
                : null;

        public string PathOf(string field) => $"{Path}.{field}[{Name}]";
    }
}
