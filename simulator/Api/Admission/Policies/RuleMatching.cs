using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Admission.Policies;

/// <summary>Decides whether a request matches the rules and selectors of a policy, a binding or a webhook.</summary>
internal sealed class RuleMatching(ObjectStore store, ResourceCatalog catalog)
{
    /// <param name="resources"><c>matchConstraints</c> or <c>matchResources</c>; null matches all.</param>
    /// <param name="rules">The rules; none match all.</param>
    /// <param name="request">The request.</param>
    public bool Matches(JsonObject? resources, IReadOnlyList<JsonObject> rules, PolicyRequest request)
    {
        var isEquivalent = resources.Text("matchPolicy") is null or "Equivalent";
        return (rules.Count == 0 || rules.Any(rule => MatchesRule(rule, isEquivalent, request)))
            && !resources.Objects("excludeResourceRules").Any(rule => MatchesRule(rule, isEquivalent, request))
            && MatchesNamespace(resources.Map("namespaceSelector"), request)
            && MatchesObject(resources.Map("objectSelector"), request);
    }

    /// <summary>The namespace of the object; null for cluster-scoped objects.</summary>
    public KubeObject? FindNamespace(PolicyRequest request) =>
        request.Namespace.Length == 0 ? null : store.Find(GroupResource.Namespaces, "", request.Namespace);

    private bool MatchesRule(JsonObject rule, bool isEquivalent, PolicyRequest request)
    {
        var scope = rule.Text("scope") ?? "*";
        return Contains(rule, "operations", request.Operation)
            && (scope == "*" || (scope == "Namespaced") == (request.Kind.Namespaced && !request.IsNamespace))
            && (GetTexts(rule, "resourceNames").Count == 0 || GetTexts(rule, "resourceNames").Contains(request.Name))
            && GetTexts(rule, "resources").Any(resource => MatchesResource(resource, request))
            && GetServed(request.Kind, isEquivalent)
                .Any(kind => Contains(rule, "apiGroups", kind.Group) && Contains(rule, "apiVersions", kind.Version));
    }

    /// <summary>The kind in the versions by which rules may name it.</summary>
    private IEnumerable<ResourceKind> GetServed(ResourceKind kind, bool isEquivalent) =>
        isEquivalent ? catalog.Kinds.Where(candidate => candidate.StoredAs == kind.StoredAs) : [kind];

    private static bool MatchesResource(string rule, PolicyRequest request)
    {
        var parts = rule.Split('/', 2);
        var subresource = parts.Length > 1 ? parts[1] : "";
        return parts[0] is "*" or "" or null
            ? rule.Length > 0 && (subresource == "*" || subresource == request.Subresource)
            : parts[0] == request.Kind.Plural && (subresource == "*" || subresource == request.Subresource);
    }

    private bool MatchesNamespace(JsonObject? selector, PolicyRequest request)
    {
        if (selector is null or { Count: 0 } || LabelSelector.FromJson(selector) is not { IsEmpty: false } parsed)
        {
            return true;
        }

        if (request.IsNamespace)
        {
            return parsed.Matches((request.Object ?? request.OldObject).TextMap("metadata", "labels"));
        }

        return FindNamespace(request) is not { } found || parsed.Matches(found.Labels);
    }

    private static bool MatchesObject(JsonObject? selector, PolicyRequest request)
    {
        if (selector is null or { Count: 0 } || LabelSelector.FromJson(selector) is not { IsEmpty: false } parsed)
        {
            return true;
        }

        return new[] { request.Object, request.OldObject }
            .OfType<JsonObject>()
            .Any(candidate => parsed.Matches(candidate.TextMap("metadata", "labels")));
    }

    private static bool Contains(JsonObject rule, string field, string value) =>
        GetTexts(rule, field) is var texts && (texts.Contains("*") || texts.Contains(value));

    private static List<string> GetTexts(JsonObject rule, string field) =>
        [.. (rule.Array(field) ?? []).Select(item => item?.ToString() ?? "")];
}
