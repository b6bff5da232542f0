using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for roles and role bindings.</summary>
internal static class AccessRules
{
    public static void CheckRole(Candidate candidate)
    {
        var errors = candidate.Errors;
        foreach (var (index, rule) in candidate.Body.Objects("rules").Index())
        {
            CheckRule(rule, candidate.Body.Text("kind") == "ClusterRole", $"rules[{index}]", errors);
        }

        if (candidate.Body.Map("aggregationRule") is not { } aggregation)
        {
            return;
        }

        if (aggregation.Array("clusterRoleSelectors") is null or { Count: 0 })
        {
            errors.Required(
                "aggregationRule.clusterRoleSelectors",
                "at least one clusterRoleSelector required if aggregationRule is non-nil"
            );
        }

        foreach (var (index, selector) in aggregation.Objects("clusterRoleSelectors").Index())
        {
            var (at, count) = ($"aggregationRule.clusterRoleSelectors[{index}]", errors.Count);
            LabelRules.CheckSelector(selector, at, errors);
            if (errors.Count > count)
            {
                errors.Invalid(at, null, "invalid label selector.");
            }
        }
    }

    public static void CheckBinding(Candidate candidate)
    {
        var (body, errors) = (candidate.Body, candidate.Errors);
        var role = body.Map("roleRef");
        if (role.Text("apiGroup") is { } group and not "rbac.authorization.k8s.io")
        {
            errors.NotSupported("roleRef.apiGroup", group, "rbac.authorization.k8s.io");
        }

        var isClusterBinding = body.Text("kind") == "ClusterRoleBinding";
        if (role.Text("kind") != "ClusterRole" && (isClusterBinding || role.Text("kind") != "Role"))
        {
            errors.NotSupported("roleRef.kind", role.Text("kind") ?? "", isClusterBinding ? ["ClusterRole"] : ["Role", "ClusterRole"]);
        }

        if (role.Text("name") is not { Length: > 0 } name)
        {
            errors.Required("roleRef.name");
        }
        else
        {
            errors.InvalidAll("roleRef.name", name, NameRules.PathSegmentProblems(name));
        }

        foreach (var (index, subject) in body.Objects("subjects").Index())
        {
            CheckSubject(subject, $"subjects[{index}]", isClusterBinding, errors);
        }

        if (candidate.Changes("roleRef"))
        {
            errors.Invalid(
                "roleRef",
                new JsonObject
                {
                    ["APIGroup"] = role.Text("apiGroup"),
                    ["Kind"] = role.Text("kind"),
                    ["Name"] = role.Text("name"),
                },
                "cannot change roleRef"
            );
        }
    }

    private static void CheckRule(JsonObject rule, bool isClusterRole, string path, FieldErrors errors)
    {
        if (rule.Array("verbs") is null or { Count: 0 })
        {
            errors.Required($"{path}.verbs", "verbs must contain at least one value");
        }

        if (rule.Array("nonResourceURLs") is { Count: > 0 } urls)
        {
            if (!isClusterRole)
            {
                errors.Invalid($"{path}.nonResourceURLs", urls.DeepClone(), "namespaced rules cannot apply to non-resource URLs");
            }

            if (new[] { "apiGroups", "resources", "resourceNames" }.Any(field => rule.Array(field) is { Count: > 0 }))
            {
                errors.Invalid(
                    $"{path}.nonResourceURLs",
                    urls.DeepClone(),
                    "rules cannot apply to both regular resources and non-resource URLs"
                );
            }

            return;
        }

        if (rule.Array("apiGroups") is null or { Count: 0 })
        {
            errors.Required($"{path}.apiGroups", "resource rules must supply at least one api group");
        }

        if (rule.Array("resources") is null or { Count: 0 })
        {
            errors.Required($"{path}.resources", "resource rules must supply at least one resource");
        }
    }

    private static void CheckSubject(JsonObject subject, string path, bool needsNamespace, FieldErrors errors)
    {
        const string Group = "rbac.authorization.k8s.io";
        var (name, group) = (subject.Text("name") ?? "", subject.Text("apiGroup") ?? "");
        if (name.Length == 0)
        {
            errors.Required($"{path}.name");
        }

        switch (subject.Text("kind"))
        {
            case "ServiceAccount":
                errors.InvalidAll($"{path}.name", name, name.Length == 0 ? [] : ObjectNames.SubdomainProblems(name));
                if (group.Length > 0)
                {
                    errors.NotSupported($"{path}.apiGroup", group, "");
                }

                if (needsNamespace && (subject.Text("namespace") is null or ""))
                {
                    errors.Required($"{path}.namespace");
                }

                break;
            case "User" or "Group":
                if (group != Group)
                {
                    errors.NotSupported($"{path}.apiGroup", group, Group);
                }

                break;
            default:
                errors.NotSupported($"{path}.kind", subject.Text("kind") ?? "", "ServiceAccount", "User", "Group");
                break;
        }
    }
}
