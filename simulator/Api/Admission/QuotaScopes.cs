using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>Matches objects to the scopes of ResourceQuotas.</summary>
internal static class QuotaScopes
{
    /// <summary>Whether a quota counts the object of a request. A quota with scopes counts only pods.</summary>
    public static bool Match(KubeObject quota, AdmissionRequest request)
    {
        var hasScopes = quota.Spec.Array("scopes") is { Count: > 0 } || quota.Spec.Objects("scopeSelector", "matchExpressions").Any();
        return !hasScopes || (request.Resource == GroupResource.Pods && MatchPod(quota.Spec, request.Spec));
    }

    /// <summary>Whether a pod's spec matches all scopes of a quota's spec.</summary>
    public static bool MatchPod(JsonObject quota, JsonObject pod) =>
        (quota.Array("scopes") ?? []).All(scope => Matches(scope?.ToString(), null, pod))
        && quota.Objects("scopeSelector", "matchExpressions").All(expression => Matches(expression.Text("scopeName"), expression, pod));

    private static bool Matches(string? scope, JsonObject? expression, JsonObject spec) =>
        scope switch
        {
            "BestEffort" => PodStatus.GetQualityOfService(spec) == "BestEffort",
            "NotBestEffort" => PodStatus.GetQualityOfService(spec) != "BestEffort",
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
