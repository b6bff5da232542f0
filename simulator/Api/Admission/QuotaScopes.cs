using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>Matches objects to the scopes of ResourceQuotas.</summary>
internal static class QuotaScopes
{
    /// <summary>Whether an object is in all scopes of a quota. Only pods and claims are in scopes.</summary>
    public static bool Match(JsonObject quota, GroupResource resource, JsonObject body) =>
        (quota.Array("scopes") ?? []).All(scope => Matches(scope?.ToString(), null, resource, body))
        && quota
            .Objects("scopeSelector", "matchExpressions")
            .All(expression => Matches(expression.Text("scopeName"), expression, resource, body));

    private static bool Matches(string? scope, JsonObject? expression, GroupResource resource, JsonObject body)
    {
        var spec = body.Map("spec") ?? [];
        return resource == GroupResource.Pods ? MatchesPod(scope, expression, spec)
            : resource == GroupResource.PersistentVolumeClaims && scope == "VolumeAttributesClass" ? MatchesClaim(expression, body, spec)
            : false;
    }

    private static bool MatchesPod(string? scope, JsonObject? expression, JsonObject spec) =>
        scope switch
        {
            "BestEffort" => PodStatus.GetQualityOfService(spec) == "BestEffort",
            "NotBestEffort" => PodStatus.GetQualityOfService(spec) != "BestEffort",
            "Terminating" => IsTerminating(spec),
            "NotTerminating" => !IsTerminating(spec),
            "PriorityClass" => MatchesName(expression, spec.Text("priorityClassName") ?? ""),
            "CrossNamespacePodAffinity" => UsesOtherNamespaces(spec.Map("affinity")),
            _ => false,
        };

    /// <summary>Whether a pod has a deadline.</summary>
    public static bool IsTerminating(JsonObject spec) => (spec.Number("activeDeadlineSeconds") ?? -1) >= 0;

    private static bool UsesOtherNamespaces(JsonObject? affinity) =>
        new[] { "podAffinity", "podAntiAffinity" }.Any(type =>
            affinity
                .Objects(type, "requiredDuringSchedulingIgnoredDuringExecution")
                .Concat(
                    affinity
                        .Objects(type, "preferredDuringSchedulingIgnoredDuringExecution")
                        .Select(term => term.Map("podAffinityTerm") ?? [])
                )
                .Any(term => term.Array("namespaces") is { Count: > 0 } || term.Map("namespaceSelector") is not null)
        );

    private static bool MatchesClaim(JsonObject? expression, JsonObject body, JsonObject spec)
    {
        string?[] names =
        [
            spec.Text("volumeAttributesClassName"),
            body.Text("status", "currentVolumeAttributesClassName"),
            body.Text("status", "modifyVolumeStatus", "targetVolumeAttributesClassName"),
        ];
        var referenced = names.OfType<string>().Where(name => name.Length > 0).DefaultIfEmpty("");
        return referenced.Any(name => MatchesName(expression, name));
    }

    private static bool MatchesName(JsonObject? expression, string name)
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
