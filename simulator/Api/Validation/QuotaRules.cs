using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for resource quotas.</summary>
internal static class QuotaRules
{
    private const string NeedsExists =
        "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, "
        + "ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";

    private const string BadResource = "unsupported scope applied to resource";

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

    private static readonly string[] _ofPods = ["pods", "cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory"];

    private static readonly (string, string)[] _conflicts = [("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating")];

    public static void Check(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        foreach (var (name, amount) in spec.Map("hard") ?? [])
        {
            CheckAmount(name, Quantity.FromJson(amount), $"spec.hard[{name}]", errors);
        }

        CheckScopes(spec, errors);
        CheckSelector(spec, errors);
        if (candidate.Current is { } current && !GetScopes(current.Spec).ToHashSet().SetEquals(GetScopes(spec)))
        {
            errors.Invalid("spec.scopes", spec["scopes"]?.DeepClone(), "field is immutable");
        }
    }

    public static void CheckStatus(JsonObject status, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["hard", "used"])
        {
            foreach (var (name, amount) in status.Map(field) ?? [])
            {
                CheckAmount(name, Quantity.FromJson(amount), $"status.{field}[{name}]", errors);
            }
        }
    }

    private static void CheckAmount(string name, Quantity amount, string path, FieldErrors errors)
    {
        ResourceNameRules.CheckForQuota(name, path, errors);
        if (amount < Quantity.Zero)
        {
            errors.Invalid(path, amount.ToString(), "must be greater than or equal to 0");
        }

        if (ResourceNames.IsWhole(name) && !amount.IsWhole)
        {
            errors.Invalid(path, amount.ToString(), "must be an integer");
        }
    }

    private static List<string> GetScopes(JsonObject spec) => [.. (spec.Array("scopes") ?? []).Select(scope => scope?.ToString() ?? "")];

    private static void CheckScopes(JsonObject spec, FieldErrors errors)
    {
        var scopes = GetScopes(spec);
        foreach (var scope in scopes)
        {
            if (!_scopes.Contains(scope))
            {
                errors.Invalid("spec.scopes", spec["scopes"]!.DeepClone(), "unsupported scope");
            }

            for (var count = CountUncovered(scope, spec); count > 0; count--)
            {
                errors.Invalid("spec.scopes", spec["scopes"]!.DeepClone(), BadResource);
            }
        }

        CheckConflicts([.. scopes], "spec.scopes", spec["scopes"], errors);
    }

    private static void CheckSelector(JsonObject spec, FieldErrors errors)
    {
        const string Path = "spec.scopeSelector.matchExpressions";
        if (spec.Map("scopeSelector") is not { } selector)
        {
            return;
        }

        var names = new HashSet<string>();
        foreach (var expression in selector.Objects("matchExpressions"))
        {
            var scope = expression.Text("scopeName") ?? "";
            if (!_scopes.Contains(scope))
            {
                errors.Invalid($"{Path}.scopeName", scope, "unsupported scope");
            }

            for (var count = CountUncovered(scope, spec); count > 0; count--)
            {
                errors.Invalid(Path, CreateInternalForm(selector), BadResource);
            }

            CheckOperator(expression, scope, Path, errors);
            names.Add(scope);
        }

        CheckConflicts(names, Path, spec["scopes"], errors);
    }

    private static void CheckOperator(JsonObject expression, string scope, string path, FieldErrors errors)
    {
        var operation = expression.Text("operator") ?? "";
        var hasValues = expression.Array("values") is { Count: > 0 };
        if (scope is not ("PriorityClass" or "VolumeAttributesClass") && _scopes.Contains(scope) && operation != "Exists")
        {
            errors.Invalid($"{path}.operator", operation, NeedsExists);
        }

        switch (operation)
        {
            case "In" or "NotIn":
                if (!hasValues)
                {
                    errors.Required($"{path}.values", "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
                }

                break;
            case "Exists" or "DoesNotExist":
                if (hasValues)
                {
                    errors.Invalid(
                        $"{path}.values",
                        expression["values"]!.DeepClone(),
                        "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"
                    );
                }

                break;
            default:
                errors.Invalid($"{path}.operator", operation, "not a valid selector operator");
                break;
        }
    }

    private static void CheckConflicts(HashSet<string> scopes, string path, JsonNode? shown, FieldErrors errors)
    {
        foreach (var (one, other) in _conflicts)
        {
            if (scopes.Contains(one) && scopes.Contains(other))
            {
                errors.Invalid(path, shown?.DeepClone(), "conflicting scopes");
            }
        }
    }

    /// <summary>Counts the standard resources of a quota that a scope does not restrict.</summary>
    private static int CountUncovered(string scope, JsonObject spec) =>
        (spec.Map("hard") ?? []).Count(entry => ResourceNames.IsForQuotas(entry.Key) && !Covers(scope, entry.Key));

    private static bool Covers(string scope, string resource) =>
        scope switch
        {
            "BestEffort" => resource == "pods",
            "NotBestEffort" or "Terminating" or "NotTerminating" or "PriorityClass" or "CrossNamespacePodAffinity" => _ofPods.Contains(
                resource
            ),
            "VolumeAttributesClass" => resource is "persistentvolumeclaims" or "requests.storage",
            _ => true,
        };

    private static JsonObject CreateInternalForm(JsonObject selector) =>
        new()
        {
            ["MatchExpressions"] = new JsonArray([
                .. selector
                    .Objects("matchExpressions")
                    .Select(expression => new JsonObject
                    {
                        ["ScopeName"] = expression.Text("scopeName") ?? "",
                        ["Operator"] = expression.Text("operator") ?? "",
                        ["Values"] = expression["values"]?.DeepClone(),
                    }),
            ]),
        };
}
