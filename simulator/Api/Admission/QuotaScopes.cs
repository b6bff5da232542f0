using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>Which objects a ResourceQuota with scopes counts.</summary>
internal static class QuotaScopes
{
    public static bool Match(KubeObject quota, AdmissionRequest request)
    {
        var scopes = (quota.Spec.Array("scopes") ?? [])
            .Select(scope => (Scope: scope?.ToString(), Expression: (JsonObject?)null))
            .Concat(
                quota
                    .Spec.Objects("scopeSelector", "matchExpressions")
                    .Select(expression => (Scope: expression.Text("scopeName"), Expression: (JsonObject?)expression))
            )
            .ToList();
        if (scopes.Count == 0)
        {
            return true;
        }

        return request.Resource == GroupResource.Pods && scopes.TrueForAll(scope => Matches(scope.Scope, scope.Expression, request.Spec));
    }

    private static bool Matches(string? scope, JsonObject? expression, JsonObject spec) =>
        scope switch
        {
            "BestEffort" => PodStatus.QualityOfService(spec) == "BestEffort",
            "NotBestEffort" => PodStatus.QualityOfService(spec) != "BestEffort",
            "Terminating" => (spec.Number("activeDeadlineSeconds") ?? -1) >= 0,
            "NotTerminating" => spec.Number("activeDeadlineSeconds") is null,
            "PriorityClass" => MatchesPriority(expression, spec.Text("priorityClassName") ?? ""),
            _ => false,
        };

    private static bool MatchesPriority(JsonObject? expression, string name)
    {
        var values = (expression.Array("values") ?? []).Select(value => value?.ToString()).ToHashSet();
        return expression.Text("operator") switch
        {
            "In" => values.Contains(name),
            "NotIn" => !values.Contains(name),
            "DoesNotExist" => name.Length == 0,
            _ => name.Length > 0,
        };
    }
}
